#include "core/check/given_masks.h"
#include "core/check/given_places.h"

#include "core/attention/recipe_parts.h"
#include "core/base/limits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

namespace hl {

namespace {

using Matrix = MatrixOf<double>;

/// How positions come in.
enum class PositionReading { None, Sinusoidal, Given, Inside };

struct Choice
{
    Index heads = 1;
    bool areHeadsAssumed = false;
    bool areWeightsTransposed = false;
    PositionReading positions = PositionReading::None;
    Step scores = Step::Scores; ///< what the array named `scores` is
};

tl::unexpected<Error> failShape(const GivenNumbers& numbers, const std::string& expected)
{
    return fail(ErrorCode::BadInput, HL_NOOP("core", "`%1` has shape %2; it must be %3."), {numbers.name, numbers.shapeText, expected});
}

std::string sizesText(std::initializer_list<Index> sizes)
{
    return shapeTextOf(std::vector<std::int64_t>(sizes.begin(), sizes.end()));
}

/// Puts the arrays together by one choice.
class Builder
{
public:
    Builder(const GivenPlaces& places, const Truth* truth, const Choice& choice)
        : m_places(places)
        , m_truth(truth)
        , m_choice(choice)
    {
        m_problem.heads = choice.heads;
    }

    Result<Reading> build()
    {
        if (m_truth)
            m_problem = m_truth->problem;
        else if (auto ok = takeInputs(); !ok)
            return tl::unexpected(ok.error());
        if (auto ok = takeCompared(); !ok)
            return tl::unexpected(ok.error());
        std::stable_sort(m_reading.compared.begin(), m_reading.compared.end(),
                         [](const Compared& a, const Compared& b) { return a.step < b.step; });
        if (!m_truth)
            takeStart();
        m_reading.problem = m_problem;
        // Positions that are taken as they are hide mistakes in them.
        const bool isUnchecked = m_choice.positions == PositionReading::Given || (m_choice.positions == PositionReading::None && m_places.find(Role::Positions));
        const bool isGuessed = m_choice.positions == PositionReading::Sinusoidal && !m_places.find(Role::Embedding) && !m_places.find(Role::Positions);
        m_reading.rank = isUnchecked || isGuessed ? 1 : 0;
        return m_reading;
    }

private:
    using Ok = Result<void>;

    Ok takeInputs()
    {
        const auto modelWidth = wholeNumber(m_places, Role::ModelWidth, 0);
        const auto headWidth = wholeNumber(m_places, Role::HeadWidth, 0);
        for (const auto* number : {&modelWidth, &headWidth}) {
            if (!*number)
                return tl::unexpected(number->error());
        }
        takeX();
        if (m_choice.areHeadsAssumed)
            note(HL_NOOP("core", "%1 heads are assumed."), {std::to_string(m_choice.heads)});
        const Index width = m_problem.x.size() > 0 ? m_problem.x.cols() : m_problem.embedding.cols();
        const Index widthKeys = m_problem.xKeys.size() > 0 ? m_problem.xKeys.cols() : width;
        for (const auto& [weight, bias, in, into] :
             {std::tuple{Role::WQ, Role::BQ, width, &m_problem.toQuery}, std::tuple{Role::WK, Role::BK, widthKeys, &m_problem.toKey},
              std::tuple{Role::WV, Role::BV, widthKeys, &m_problem.toValue}}) {
            if (in > 0) {
                if (auto ok = takeProjection(weight, bias, in, *into); !ok)
                    return ok;
            }
        }
        for (const auto& [role, to, into] : {std::tuple{Role::Q, &m_problem.toQuery, &m_problem.q},
                                             std::tuple{Role::K, &m_problem.toKey, &m_problem.k},
                                             std::tuple{Role::V, &m_problem.toValue, &m_problem.v}}) {
            if (to->isGiven())
                continue;
            if (auto ok = takeRows(role, *into); !ok)
                return ok;
        }
        if (auto ok = checkWidths(); !ok)
            return ok;
        const Index total = m_problem.q.size() > 0 ? m_problem.q.cols() : m_problem.toQuery.weight.cols();
        const Index valueWidth = m_problem.v.size() > 0 ? m_problem.v.cols() : m_problem.toValue.weight.cols();
        m_problem.headWidth = total > 0 ? total / m_problem.heads : *headWidth;
        if (m_problem.headWidth == 0)
            m_problem.headWidth = (*modelWidth > 0 ? *modelWidth : valueWidth) / m_problem.heads;
        m_problem.modelWidth = *modelWidth > 0 ? *modelWidth : width;
        const Index joined = valueWidth > 0 ? valueWidth : m_problem.heads * m_problem.headWidth;
        return takeProjection(Role::WO, Role::BO, joined, m_problem.toOutput);
    }

    void takeX()
    {
        const GivenNumbers* x = m_places.find(Role::X);
        const GivenNumbers* embedding = m_places.find(Role::Embedding);
        const GivenNumbers* positions = m_places.find(Role::Positions);
        if (const GivenNumbers* keys = m_places.find(Role::XKeys))
            m_problem.xKeys = keys->matrix();
        const GivenNumbers* start = embedding ? embedding : x;
        switch (m_choice.positions) {
        case PositionReading::None:
            if (start)
                m_problem.x = start->matrix();
            if (embedding)
                note(HL_NOOP("core", "`%1` is read as holding the positions already."), {embedding->name});
            break;
        case PositionReading::Sinusoidal:
            m_problem.embedding = start ? start->matrix() : Matrix(Matrix::Zero(positions->shape[0], positions->shape[1]));
            if (start)
                note(HL_NOOP("core", "Sines and cosines of the positions are added to `%1`."), {start->name});
            break;
        case PositionReading::Given:
            m_problem.embedding = start->matrix();
            m_problem.positions = positions->matrix();
            note(HL_NOOP("core", "`%1` is added as it is, not compared with sines and cosines."), {positions->name});
            break;
        case PositionReading::Inside:
            m_problem.embedding = start->matrix() - positions->matrix();
            note(HL_NOOP("core", "`%1` is read as holding `%2` already."), {start->name, positions->name});
            break;
        }
    }

    /// W [in, out], transposed where it is told so or only that fits; [heads, in, d] is put side by side.
    Ok takeProjection(Role weight, Role bias, Index in, Projection& into)
    {
        const GivenNumbers* numbers = m_places.find(weight);
        if (numbers == nullptr || in == 0)
            return {};
        Matrix matrix = numbers->matrix();
        if (numbers->shape.size() == 3) {
            const HeadMatrices heads = numbers->heads();
            if (weight == Role::WO) {
                matrix.resize(numbers->shape[0] * numbers->shape[1], numbers->shape[2]);
                for (std::size_t head = 0; head < heads.size(); ++head)
                    matrix.middleRows(static_cast<Index>(head) * heads[head].rows(), heads[head].rows()) = heads[head];
            } else {
                matrix = parts::sideBySide(heads);
            }
        } else if (m_choice.areWeightsTransposed || (matrix.rows() != in && matrix.cols() == in)) {
            matrix.transposeInPlace();
            if (!m_isTransposedNoted)
                note(HL_NOOP("core", "Weights are read as [out, in], as PyTorch stores them."));
            m_isTransposedNoted = true;
        }
        if (matrix.rows() != in)
            return failShape(*numbers, "[" + std::to_string(in) + ", " + (weight == Role::WO ? "d_model" : "heads · d") + "]");
        into.weight = std::move(matrix);
        if (const GivenNumbers* b = m_places.find(bias)) {
            if (static_cast<Index>(b->values.size()) != into.weight.cols())
                return failShape(*b, sizesText({into.weight.cols()}));
            into.bias = Eigen::Map<const Matrix>(b->values.data(), 1, into.weight.cols());
        }
        return {};
    }

    /// Q, K or V: heads side by side, or separate.
    Ok takeRows(Role role, Matrix& into)
    {
        if (const GivenNumbers* flat = m_places.find(role)) {
            into = flat->matrix();
            if (into.cols() % m_problem.heads != 0)
                return failShape(*flat, HL_NOOP("core", "[n, d] with d a multiple of the number of heads"));
            return {};
        }
        const GivenNumbers* split = m_places.find(role, true);
        if (split == nullptr)
            return {};
        const Index rows = role == Role::Q ? knownQueries(m_places) : knownKeys(m_places);
        auto heads = splitHeads(*split, m_problem.heads, rows, m_reading.notes);
        if (!heads)
            return tl::unexpected(heads.error());
        into = parts::sideBySide(*heads);
        m_problem.isSplit = true;
        return {};
    }

    Ok checkWidths()
    {
        const auto &q = m_problem.q, &k = m_problem.k, &v = m_problem.v;
        const GivenNumbers* keys = m_places.either(Role::K);
        const GivenNumbers* values = m_places.either(Role::V);
        if (q.size() > 0 && k.size() > 0 && q.cols() != k.cols())
            return failShape(*keys, m_problem.isSplit ? sizesText({m_problem.heads, k.rows(), q.cols() / m_problem.heads}) : sizesText({k.rows(), q.cols()}));
        if (k.size() > 0 && v.size() > 0 && k.rows() != v.rows())
            return failShape(*values, m_problem.isSplit ? sizesText({m_problem.heads, k.rows(), v.cols() / m_problem.heads}) : sizesText({k.rows(), v.cols()}));
        for (const auto& [role, projection] : {std::pair{Role::WQ, &m_problem.toQuery}, std::pair{Role::WK, &m_problem.toKey},
                                               std::pair{Role::WV, &m_problem.toValue}}) {
            if (projection->isGiven() && projection->weight.cols() % m_problem.heads != 0)
                return failShape(*m_places.find(role), HL_NOOP("core", "[in, out] with out a multiple of the number of heads"));
        }
        if (m_problem.toQuery.isGiven() && m_problem.toKey.isGiven() && m_problem.toQuery.weight.cols() != m_problem.toKey.weight.cols())
            return failShape(*m_places.find(Role::WK), sizesText({m_problem.toKey.weight.rows(), m_problem.toQuery.weight.cols()}));
        return {};
    }

    Ok takeCompared()
    {
        const bool isProjected = m_problem.embedding.size() > 0 || m_problem.x.size() > 0 || m_truth;
        if (m_problem.embedding.size() > 0 && m_choice.positions != PositionReading::Given)
            addTable(Role::Positions, Step::EmbedPosition);
        if (m_problem.embedding.size() > 0 && m_places.find(Role::Embedding))
            addTable(Role::X, Step::EmbedSum);
        for (const auto& [role, step, to] : {std::tuple{Role::Q, Step::Q, &m_problem.toQuery}, std::tuple{Role::K, Step::K, &m_problem.toKey},
                                             std::tuple{Role::V, Step::V, &m_problem.toValue}}) {
            const bool isMade = m_truth || (isProjected && to->isGiven());
            if (const GivenNumbers* flat = isMade ? m_places.find(role) : nullptr)
                add(*flat, step, {flat->matrix()}).isFlat = true;
            const GivenNumbers* split = m_places.find(role, true);
            if (split == nullptr || !(isMade || m_places.find(role)))
                continue;
            auto heads = splitHeads(*split, m_problem.heads, role == Role::Q ? knownQueries(m_places) : knownKeys(m_places), m_reading.notes);
            if (!heads)
                return tl::unexpected(heads.error());
            add(*split, step, std::move(*heads));
        }
        for (const auto& [role, step] : {std::pair{Role::Scores, m_choice.scores}, std::pair{Role::Scaled, scaledStep()},
                                         std::pair{Role::Masked, Step::Masked}, std::pair{Role::Pattern, Step::Pattern}}) {
            if (auto ok = takeCells(role, step); !ok)
                return ok;
        }
        for (const Role role : {Role::Z, Role::Concat, Role::Output}) {
            if (auto ok = takeResult(role); !ok)
                return ok;
        }
        return {};
    }

    Step scaledStep() const
    {
        const GivenNumbers* scaled = m_places.find(Role::Scaled);
        const bool isMasked = scaled && !m_places.find(Role::Masked)
                              && std::any_of(scaled->values.begin(), scaled->values.end(), [](double x) { return x <= -1e4; });
        return isMasked ? Step::Masked : Step::Scaled;
    }

    void addTable(Role role, Step step)
    {
        if (const GivenNumbers* numbers = m_places.find(role))
            add(*numbers, step, {numbers->matrix()});
    }

    Ok takeCells(Role role, Step step)
    {
        const GivenNumbers* numbers = m_places.find(role);
        if (numbers == nullptr)
            return {};
        if (role == Role::Scores && step != Step::Scores)
            note(step == Step::Scaled ? HL_NOOP("core", "`%1` is read as scaled already.") : HL_NOOP("core", "`%1` is read as scaled and masked already."),
                 {numbers->name});
        const Index heads = m_problem.heads;
        HeadMatrices cells = numbers->heads();
        const bool isAveraged = role == Role::Pattern && heads > 1 && cells.size() == 1;
        const Index n = knownRows(), m = knownCols();
        const Index rows = cells.front().rows(), cols = cells.front().cols();
        const bool fits = (n == 0 || rows == n || rows == m) && (m == 0 || cols == m || cols == n);
        if (!fits || (!isAveraged && static_cast<Index>(cells.size()) != heads)) {
            const Index a = n > 0 ? n : rows, b = m > 0 ? m : cols;
            return failShape(*numbers, heads > 1 ? sizesText({heads, a, b}) : sizesText({a, b}));
        }
        add(*numbers, step, std::move(cells)).isAveraged = isAveraged;
        if (isAveraged)
            note(HL_NOOP("core", "`%1` is read as the mean over the heads."), {numbers->name});
        return {};
    }

    Ok takeResult(Role role)
    {
        const GivenNumbers* numbers = m_places.find(role);
        if (numbers == nullptr)
            return {};
        const Index heads = m_problem.heads;
        if (numbers->shape.size() == 3) {
            auto split = splitHeads(*numbers, heads, knownRows(), m_reading.notes);
            if (!split)
                return tl::unexpected(split.error());
            add(*numbers, Step::Z, std::move(*split));
            return {};
        }
        const bool isLast = role == Role::Output && m_problem.toOutput.isGiven();
        const Step step = isLast ? Step::AttnOut : heads == 1 && role == Role::Z ? Step::Z : Step::Concat;
        const Matrix values = numbers->matrix();
        const Index valueWidth = m_problem.v.size() > 0 ? m_problem.v.cols() : m_problem.toValue.weight.cols();
        const Index expected = isLast ? m_problem.toOutput.weight.cols() : valueWidth;
        const bool isOther = isLast && values.cols() == valueWidth;
        const Index n = knownRows();
        if ((n > 0 && values.rows() != n && values.rows() != knownCols()) || (expected > 0 && values.cols() != expected && !isOther))
            return failShape(*numbers, sizesText({n > 0 ? n : values.rows(), expected > 0 ? expected : values.cols()}));
        add(*numbers, step, {values});
        return {};
    }

    /// Without queries and keys the computation starts with the first of scores, scaled, masked and weights.
    void takeStart()
    {
        if (m_problem.hasQueryKey())
            return;
        const auto first = std::find_if(m_reading.compared.begin(), m_reading.compared.end(), [](const Compared& compared) {
            return compared.step >= Step::Scores && compared.step <= Step::Pattern && !compared.isAveraged;
        });
        if (first == m_reading.compared.end())
            return;
        m_problem.later[first->step] = first->numbers;
        m_reading.startName = first->name;
        note(HL_NOOP("core", "The computation starts with `%1`, for there are no queries and keys to check it with."), {first->name});
        m_reading.compared.erase(first);
    }

    static Index rowsOf(const GivenPlaces& places, Role role)
    {
        const GivenNumbers* numbers = places.find(role);
        return numbers ? numbers->shape[numbers->shape.size() - 2] : 0;
    }

    static Index firstKnown(const GivenPlaces& places, std::initializer_list<Role> roles)
    {
        for (const Role role : roles) {
            if (const Index rows = rowsOf(places, role); rows > 0)
                return rows;
        }
        return 0;
    }

    /// 0 where only split heads tell.
    static Index knownQueries(const GivenPlaces& places)
    {
        return firstKnown(places, {Role::X, Role::Embedding, Role::Q, Role::Pattern, Role::Masked, Role::Scaled, Role::Scores});
    }

    static Index knownKeys(const GivenPlaces& places)
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

    Index knownRows() const
    {
        const Index rows = m_problem.queries();
        return rows > 0 ? rows : knownQueries(m_places);
    }

    Index knownCols() const
    {
        if (m_problem.hasQueryKey() || m_problem.v.size() > 0)
            return m_problem.keys();
        return knownKeys(m_places);
    }

    Compared& add(const GivenNumbers& numbers, Step step, HeadMatrices values)
    {
        m_reading.compared.push_back({numbers.name, numbers.shapeText, step, std::move(values), false, false, numbers.type, numbers.decimals});
        return m_reading.compared.back();
    }

    void note(const char* source, std::vector<std::string> args = {}) { m_reading.notes.push_back({source, std::move(args)}); }

    const GivenPlaces& m_places;
    const Truth* m_truth;
    Choice m_choice;
    AttentionProblem m_problem;
    Reading m_reading;
    bool m_isTransposedNoted = false;
};

/// The numbers of heads that the arrays allow: one, where they tell.
Result<std::vector<Choice>> headChoices(const GivenPlaces& places)
{
    if (places.find(Role::Heads)) {
        const auto heads = wholeNumber(places, Role::Heads, 1);
        if (!heads)
            return tl::unexpected(heads.error());
        if (static_cast<std::uint64_t>(*heads) > limits::heads)
            return fail(ErrorCode::BadInput, HL_NOOP("core", "`%1` says %2 heads, more than the %3 of a layer."),
                        {places.find(Role::Heads)->name, std::to_string(*heads), std::to_string(limits::heads)});
        return std::vector<Choice>{{.heads = *heads}};
    }
    for (const Role role : {Role::Scores, Role::Scaled, Role::Masked, Role::Pattern}) {
        if (const GivenNumbers* numbers = places.find(role))
            return std::vector<Choice>{{.heads = numbers->shape.size() == 3 ? static_cast<Index>(numbers->shape.front()) : 1}};
    }
    for (const Role role : {Role::Q, Role::K, Role::V}) {
        if (const GivenNumbers* numbers = places.find(role, true))
            return std::vector<Choice>{{.heads = static_cast<Index>(numbers->shape.front())}};
    }
    for (const Role role : {Role::Z, Role::WQ, Role::WK, Role::WV, Role::WO, Role::Output}) {
        const GivenNumbers* numbers = places.find(role);
        if (numbers && numbers->shape.size() == 3)
            return std::vector<Choice>{{.heads = static_cast<Index>(numbers->shape.front())}};
    }
    const GivenNumbers* rows = places.find(Role::Q) ? places.find(Role::Q) : places.find(Role::WQ);
    const auto headWidth = wholeNumber(places, Role::HeadWidth, 0);
    if (!headWidth)
        return tl::unexpected(headWidth.error());
    if (rows && *headWidth > 0 && rows->shape.back() % *headWidth == 0)
        return std::vector<Choice>{{.heads = static_cast<Index>(rows->shape.back()) / *headWidth}};
    std::vector<Choice> choices{{.heads = 1}};
    const GivenNumbers* values = places.find(Role::V) ? places.find(Role::V) : places.find(Role::WV);
    const std::int64_t width = rows ? rows->shape.back() : 1;
    for (std::int64_t heads = 2; heads <= std::min<std::int64_t>(width, 32); ++heads) {
        if (width % heads == 0 && values && values->shape.back() % heads == 0)
            choices.push_back({.heads = heads, .areHeadsAssumed = true});
    }
    return choices;
}

template <class Value>
std::vector<Choice> times(const std::vector<Choice>& choices, const std::vector<Value>& values, Value Choice::*member)
{
    std::vector<Choice> out;
    for (const Choice& choice : choices) {
        for (const Value value : values) {
            out.push_back(choice);
            out.back().*member = value;
        }
    }
    return out;
}

std::vector<PositionReading> positionReadings(const GivenPlaces& places)
{
    const bool hasX = places.find(Role::X), hasEmbedding = places.find(Role::Embedding);
    const GivenNumbers* positions = places.find(Role::Positions);
    using P = PositionReading;
    if (hasEmbedding)
        return positions ? std::vector{P::Sinusoidal, P::Given, P::None} : std::vector{P::Sinusoidal, P::None};
    if (hasX && positions && positions->shape == places.find(Role::X)->shape)
        return {P::Inside, P::Sinusoidal, P::Given};
    if (hasX && places.find(Role::WQ))
        return {P::None, P::Sinusoidal};
    return {positions && !hasX ? P::Sinusoidal : P::None};
}

std::vector<Step> scoreReadings(const GivenPlaces& places, bool hasQueryKey)
{
    const GivenNumbers* scores = places.find(Role::Scores);
    if (scores == nullptr)
        return {Step::Scores};
    const bool isMasked = std::any_of(scores->values.begin(), scores->values.end(), [](double x) { return x <= -1e4; });
    const bool hasScaled = places.find(Role::Scaled), hasMasked = places.find(Role::Masked);
    if (isMasked && !hasMasked && !hasScaled)
        return {Step::Masked, Step::Scores, Step::Scaled};
    if (hasScaled)
        return {Step::Scores};
    if (hasMasked || !hasQueryKey)
        return {Step::Scores, Step::Scaled};
    return {Step::Scores, Step::Scaled, Step::Masked};
}

bool areWeightsSquare(const GivenPlaces& places)
{
    bool isAny = false;
    for (const Role role : {Role::WQ, Role::WK, Role::WV, Role::WO}) {
        const GivenNumbers* weight = places.find(role);
        if (weight == nullptr)
            continue;
        isAny = true;
        if (weight->shape.size() != 2 || weight->shape[0] != weight->shape[1])
            return false;
    }
    return isAny;
}

/// Tells d_k where scores and weights are all there is: what makes the ratios of the weights those of the scores.
Index inferredHeadWidth(const Reading& reading)
{
    const auto scores = reading.problem.later.find(Step::Scores);
    const auto pattern = std::find_if(reading.compared.begin(), reading.compared.end(), [](const Compared& c) { return c.step == Step::Pattern; });
    if (scores == reading.problem.later.end() || pattern == reading.compared.end() || pattern->isAveraged)
        return 0;
    const Matrix &s = scores->second.front(), &p = pattern->numbers.front();
    if (s.rows() != p.rows() || s.cols() != p.cols())
        return 0;
    double widest = 0.0, root = 0.0;
    for (Index row = 0; row < s.rows(); ++row) {
        for (Index col = 1; col < s.cols(); ++col) {
            const double distance = s(row, col) - s(row, 0);
            if (p(row, col) > 1e-6 && p(row, 0) > 1e-6 && std::abs(distance) > widest) {
                widest = std::abs(distance);
                root = distance / std::log(p(row, col) / p(row, 0));
            }
        }
    }
    const double width = std::round(root * root);
    return root > 0.0 && width >= 1.0 && width <= 65'536.0 && std::abs(std::sqrt(width) - root) < 1e-3 * root ? static_cast<Index>(width) : 0;
}

} // namespace

Result<std::vector<Reading>> expandedReadings(const GivenPlaces& places, const Truth* truth, std::vector<Message>&)
{
    std::vector<Choice> choices{{}};
    if (truth) {
        choices.front().heads = truth->problem.heads;
    } else {
        auto heads = headChoices(places);
        if (!heads)
            return tl::unexpected(heads.error());
        choices = std::move(*heads);
        choices = times(choices, positionReadings(places), &Choice::positions);
        if (areWeightsSquare(places))
            choices = times(choices, {false, true}, &Choice::areWeightsTransposed);
    }
    const bool hasQueryKey = truth || (places.either(Role::Q) && places.either(Role::K)) || (places.find(Role::WQ) && places.find(Role::WK));
    choices = times(choices, scoreReadings(places, hasQueryKey), &Choice::scores);

    std::vector<Reading> out;
    for (const Choice& choice : choices) {
        auto reading = Builder(places, truth, choice).build();
        if (!reading && &choice == &choices.front())
            return tl::unexpected(reading.error());
        if (!reading)
            continue;
        reading->problem.type = NumberType::Double;
        for (const Compared& compared : reading->compared)
            reading->problem.type = std::min(reading->problem.type, compared.type);
        const Index n = reading->problem.queries(), m = reading->problem.keys();
        if (static_cast<std::uint64_t>(n) * static_cast<std::uint64_t>(m) * static_cast<std::uint64_t>(reading->problem.heads) > limits::checkNumbers)
            return fail(ErrorCode::BadInput,
                        HL_NOOP("core", "%1 heads of %2 × %3 scores are more than are checked at once: give fewer heads or fewer tokens."),
                        {std::to_string(reading->problem.heads), std::to_string(n), std::to_string(m)});
        const bool hasUnknownDivisor = reading->problem.later.count(Step::Scores) > 0 && reading->problem.headWidth == 0;
        if (hasUnknownDivisor) {
            reading->problem.headWidth = inferredHeadWidth(*reading);
            if (reading->problem.headWidth == 0)
                continue;
            reading->notes.push_back({HL_NOOP("core", "d_k was not given; %1 is what fits."), {std::to_string(reading->problem.headWidth)}});
        }
        const bool needsMask = std::any_of(reading->compared.begin(), reading->compared.end(),
                                           [](const Compared& compared) { return compared.step >= Step::Masked; });
        if (truth || n == 0 || m == 0 || !needsMask) {
            out.push_back(std::move(*reading));
            continue;
        }
        if (const auto masked = reading->problem.later.find(Step::Masked); masked != reading->problem.later.end() && !places.find(Role::Mask)) {
            reading->problem.mask = masked->second.front().unaryExpr(
                [](double x) { return x <= -1e4 ? -std::numeric_limits<double>::infinity() : 0.0; });
            out.push_back(std::move(*reading));
            continue;
        }
        if (reading->problem.later.count(Step::Pattern) > 0 && !places.find(Role::Mask) && !places.find(Role::Padding)) {
            out.push_back(std::move(*reading));
            continue;
        }
        auto masks = maskReadings(places, n, m, *reading);
        if (!masks)
            return tl::unexpected(masks.error());
        for (MaskReading& mask : *masks) {
            Reading masked = *reading;
            masked.problem.mask = std::move(mask.mask);
            masked.rank = std::max(masked.rank, mask.rank);
            masked.notes.insert(masked.notes.end(), mask.notes.begin(), mask.notes.end());
            out.push_back(std::move(masked));
        }
    }
    if (out.empty()) {
        Reading none;
        out.push_back(std::move(none));
    }
    return out;
}

} // namespace hl
