#include "core/check/given_places.h"

#include "core/base/shown.h"

#include <algorithm>
#include <cmath>

namespace hl {

namespace {

using Matrix = MatrixOf<double>;

std::string sizesText(std::initializer_list<std::string> sizes)
{
    std::string out = "[";
    for (const std::string& size : sizes)
        out += (out.size() > 1 ? ", " : "") + size;
    return out + "]";
}

/// Decimals that all numbers get by with, up to 6.
int decimalsOf(const std::vector<double>& numbers)
{
    int most = 0;
    for (const double number : numbers) {
        if (!std::isfinite(number))
            continue;
        int decimals = most;
        for (double scale = std::pow(10.0, decimals); std::abs(number * scale - std::round(number * scale)) > 1e-6; scale *= 10.0) {
            if (++decimals > 6)
                return -1;
        }
        most = decimals;
    }
    return most;
}

NumberType typeOf(const NpyArray& array)
{
    return array.type == StoredType::F16 ? NumberType::Half : array.type == StoredType::F32 ? NumberType::Single : NumberType::Double;
}

std::optional<GivenNumbers> scalarOf(const GivenPlaces& places, Role role)
{
    const GivenNumbers* found = places.find(role);
    return found ? std::optional(*found) : std::nullopt;
}

Index rowsOf(const GivenPlaces& places, Role role)
{
    const GivenNumbers* numbers = places.find(role);
    return numbers ? numbers->shape[numbers->shape.size() - 2] : 0;
}

Index firstKnown(const GivenPlaces& places, std::initializer_list<Role> roles)
{
    for (const Role role : roles) {
        if (const Index rows = rowsOf(places, role); rows > 0)
            return rows;
    }
    return 0;
}

} // namespace

bool isInput(Role role)
{
    return role < Role::Scores;
}

tl::unexpected<Error> failShape(const GivenNumbers& numbers, const std::string& expected)
{
    return fail(ErrorCode::BadInput, HL_NOOP("core", "`%1` has shape %2; it must be %3."), {numbers.name, numbers.shapeText, expected});
}

std::string shapeTextOf(const std::vector<std::int64_t>& shape)
{
    std::string out = "[";
    for (const std::int64_t size : shape)
        out += (out.size() > 1 ? ", " : "") + std::to_string(size);
    return out + "]";
}

Matrix GivenNumbers::matrix(Index part) const
{
    const Index cols = shape.back();
    const Index rows = shape[shape.size() - 2];
    return Eigen::Map<const Matrix>(values.data() + part * rows * cols, rows, cols);
}

HeadMatrices GivenNumbers::heads() const
{
    HeadMatrices out;
    for (Index part = 0; part < (shape.size() == 3 ? shape.front() : 1); ++part)
        out.push_back(matrix(part));
    return out;
}

const GivenNumbers* GivenPlaces::find(Role role, bool isSplit) const
{
    const auto& from = isSplit ? split : whole;
    const auto found = from.find(role);
    return found == from.end() ? nullptr : &found->second;
}

const GivenNumbers* GivenPlaces::either(Role role) const
{
    const GivenNumbers* flat = find(role);
    return flat ? flat : find(role, true);
}

Result<GivenPlaces> placesOf(const GivenArrays& arrays, std::vector<Message>& notes)
{
    GivenPlaces places;
    for (const GivenArray& given : arrays) {
        if (isTokenListName(given.name))
            continue;
        const auto role = given.texts.empty() ? roleOf(given.name) : std::nullopt;
        if (!role && !given.texts.empty()) {
            notes.push_back({HL_NOOP("core", "`%1` is not looked at, for it holds texts; the words of the tokens are named tokens, query_tokens or key_tokens."),
                             {shown(given.name)}});
            continue;
        }
        if (!role) {
            notes.push_back({HL_NOOP("core", "`%1` is not looked at, for no array has that name (the nearest is `%2`)."),
                             {shown(given.name), nearestArrayName(given.name)}});
            continue;
        }
        GivenNumbers numbers{shown(given.name), given.array.shape, shapeTextOf(given.array.shape), given.array.toDoubles(),
                             typeOf(given.array), given.array.type == StoredType::Bool, 0};
        if (numbers.values.empty())
            return fail(ErrorCode::BadInput, HL_NOOP("core", "`%1` has shape %2, which holds no number: leave it out or save it again."),
                        {numbers.name, numbers.shapeText});
        numbers.decimals = numbers.type == NumberType::Double ? decimalsOf(numbers.values) : -1;
        auto& shape = numbers.shape;
        const bool isScalar = *role >= Role::Causal;
        if (isScalar && numbers.values.size() != 1)
            return failShape(numbers, HL_NOOP("core", "one number"));
        while (shape.size() > 2 && shape.front() == 1)
            shape.erase(shape.begin());
        if (shape.size() > 3)
            return fail(ErrorCode::BadInput, HL_NOOP("core", "`%1` has shape %2, which is %3 samples: give one."),
                        {numbers.name, numbers.shapeText, std::to_string(shape.front())});
        while (shape.size() < 2)
            shape.insert(shape.begin(), 1);
        if (isInput(*role)) {
            const auto bad = std::find_if(numbers.values.begin(), numbers.values.end(), [](double x) { return !std::isfinite(x); });
            if (bad != numbers.values.end())
                return fail(ErrorCode::BadInput,
                            HL_NOOP("core", "`%1` holds a number that is not finite (element %2): what the computation starts from must be numbers."),
                            {numbers.name, std::to_string(bad - numbers.values.begin())});
        }
        const bool canBeBoth = *role == Role::Q || *role == Role::K || *role == Role::V;
        auto& into = canBeBoth && shape.size() == 3 ? places.split : places.whole;
        const auto [entry, isNew] = into.emplace(*role, numbers);
        if (!isNew)
            return fail(ErrorCode::BadInput, HL_NOOP("core", "`%1` and `%2` stand for the same thing: give one of them."),
                        {entry->second.name, numbers.name});
    }
    return places;
}

Result<Index> wholeNumber(const GivenPlaces& places, Role role, Index otherwise)
{
    const auto numbers = scalarOf(places, role);
    if (!numbers)
        return otherwise;
    const double value = numbers->values.front();
    if (!(value >= 1.0 && value <= 65'536.0 && value == std::floor(value)))
        return fail(ErrorCode::BadInput, HL_NOOP("core", "`%1` must be a whole number from 1 to 65536."), {numbers->name});
    return static_cast<Index>(value);
}

Result<HeadMatrices> splitHeads(const GivenNumbers& numbers, Index heads, Index rows, std::vector<Message>& notes)
{
    const auto& shape = numbers.shape;
    const bool isFirst = shape[0] == heads && (rows == 0 || shape[1] == rows);
    const bool isSecond = shape[1] == heads && (rows == 0 || shape[0] == rows);
    if (isFirst || (!isSecond && shape[0] == heads))
        return numbers.heads();
    if (!isSecond)
        return failShape(numbers, sizesText({std::to_string(heads), rows == 0 ? "n" : std::to_string(rows), "d"}));
    notes.push_back({HL_NOOP("core", "`%1` is read as [token, head, feature]."), {numbers.name}});
    HeadMatrices out(static_cast<std::size_t>(heads), Matrix(shape[0], shape[2]));
    for (Index token = 0; token < shape[0]; ++token) {
        const Matrix rowsOfToken = numbers.matrix(token);
        for (Index head = 0; head < heads; ++head)
            out[static_cast<std::size_t>(head)].row(token) = rowsOfToken.row(head);
    }
    return out;
}

Index knownQueries(const GivenPlaces& places)
{
    return firstKnown(places, {Role::X, Role::Embedding, Role::Q, Role::Pattern, Role::Masked, Role::Scaled, Role::Scores});
}

Index knownKeys(const GivenPlaces& places)
{
    const Index rows = firstKnown(places, {Role::XKeys, Role::X, Role::Embedding, Role::K, Role::V});
    if (rows > 0)
        return rows;
    for (const Role role : {Role::Pattern, Role::Masked, Role::Scaled, Role::Scores}) {
        if (const GivenNumbers* numbers = places.find(role))
            return numbers->shape.back();
    }
    return 0;
}

} // namespace hl
