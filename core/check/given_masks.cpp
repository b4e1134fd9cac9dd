#include "core/check/given_masks.h"

#include "core/base/limits.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl {

namespace {

using Matrix = MatrixOf<double>;
using Readings = std::vector<MaskReading>;

constexpr double forbidden = -std::numeric_limits<double>::infinity();

bool isZeroOrOne(double x)
{
    return x == 0.0 || x == 1.0;
}

/// [m], [n, m], or [h, n, m] with the same mask for all heads, spread to [n, m].
Result<Matrix> spread(const GivenNumbers& numbers, Index n, Index m)
{
    Matrix cells = numbers.matrix();
    for (Index part = 1; part < (numbers.shape.size() == 3 ? numbers.shape.front() : 1); ++part) {
        if (numbers.matrix(part) != cells)
            return fail(ErrorCode::BadInput, HL_NOOP("core", "`%1` has another mask for each head, which is not read: give one head at a time."),
                        {numbers.name});
    }
    if (cells.rows() == n && cells.cols() == m)
        return cells;
    if (cells.rows() == 1 && cells.cols() == m)
        return Matrix(cells.replicate(n, 1));
    return failShape(numbers, shapeTextOf({n, m}) + ", " + shapeTextOf({m}));
}

bool forbidsAll(const MaskMatrix& mask)
{
    return mask.size() > 0 && (mask.array() == forbidden).all();
}

/// What one given mask may mean.
Result<Readings> meaningsOf(const GivenNumbers& numbers, Index n, Index m, bool isPadding)
{
    const auto cells = spread(numbers, n, m);
    if (!cells)
        return tl::unexpected(cells.error());
    Readings out;
    const bool isFlags = std::all_of(numbers.values.begin(), numbers.values.end(), isZeroOrOne);
    const bool isAdditiveZero = !numbers.isBoolean && numbers.type != NumberType::Double && cells->isZero(0.0);
    if (!isFlags || isAdditiveZero) {
        const auto sum = [](double x) { return standsForForbidden(x) ? forbidden : x; };
        out.push_back({cells->unaryExpr(sum), {}, 0});
        return out;
    }
    const auto add = [&](double allowed, const char* note) {
        MaskMatrix mask = cells->unaryExpr([&](double x) { return x == allowed ? 0.0 : forbidden; });
        if (!forbidsAll(mask))
            out.push_back({std::move(mask), {{note, {numbers.name}}}, 0});
    };
    const char* oneAllows = HL_NOOP("core", "1 (True) in `%1` is read as allowed.");
    const char* oneForbids = HL_NOOP("core", "1 (True) in `%1` is read as forbidden.");
    if (isPadding) {
        add(0.0, oneForbids);
        add(1.0, oneAllows);
    } else {
        add(1.0, oneAllows);
        add(0.0, oneForbids);
    }
    // A meaning that leaves a query without any key is less likely than one that does not.
    const bool isAnyFull = std::any_of(out.begin(), out.end(), [](const MaskReading& reading) { return !hasForbiddenRow(reading.mask); });
    for (MaskReading& reading : out)
        reading.rank = isAnyFull && hasForbiddenRow(reading.mask) ? 1 : 0;
    std::stable_sort(out.begin(), out.end(), [](const MaskReading& a, const MaskReading& b) { return a.rank < b.rank; });
    return out;
}

Readings withCausal(const Readings& readings, Index n, Index m, bool isSaid)
{
    Readings out;
    std::vector<Index> offsets{0};
    if (n != m)
        offsets.insert(offsets.begin(), m - n);
    for (const MaskReading& reading : readings) {
        for (const Index offset : offsets) {
            MaskReading causal = reading;
            const MaskMatrix order = causalMask(n, m, offset);
            causal.mask = reading.mask.rows() > 0 ? combine(reading.mask, order) : order;
            if (!isSaid)
                causal.notes.push_back({HL_NOOP("core", "A causal mask is assumed (none was given)."), {}});
            if (n != m)
                causal.notes.push_back({HL_NOOP("core", "The first query sees the keys up to %1."), {std::to_string(offset)}});
            out.push_back(std::move(causal));
        }
    }
    return out;
}

/// Masks that nobody gave, read off what was: −∞ in the masked scores, keys that no query gives weight to.
Readings readOff(const Reading& reading, Index n, Index m)
{
    Readings out;
    for (const Compared& compared : reading.compared) {
        const bool fits = !compared.numbers.empty() && compared.numbers.front().rows() == n && compared.numbers.front().cols() == m;
        if (!fits || compared.isAveraged)
            continue;
        const Matrix& cells = compared.numbers.front();
        if (compared.step == Step::Masked && std::any_of(cells.data(), cells.data() + cells.size(), standsForForbidden)) {
            out.push_back({cells.unaryExpr([](double x) { return standsForForbidden(x) ? forbidden : 0.0; }),
                           {{HL_NOOP("core", "No mask was given: it is read off the −∞ of `%1`."), {compared.name}}}, 1});
        }
        if (compared.step != Step::Pattern)
            continue;
        MaskMatrix padding = openMask(n, m);
        bool isAny = false;
        for (Index key = 0; key < m; ++key) {
            if (cells.col(key).isZero(0.0)) {
                padding.col(key).setConstant(forbidden);
                isAny = true;
            }
        }
        if (isAny && !forbidsAll(padding)) {
            const Readings plain{{padding, {{HL_NOOP("core", "No mask was given: keys without any weight in `%1` are read as padding."),
                                             {compared.name}}}, 1}};
            out.push_back(plain.front());
            for (MaskReading& causal : withCausal(plain, n, m, false))
                out.push_back(std::move(causal));
        }
    }
    return out;
}

} // namespace

Result<Readings> maskReadings(const GivenPlaces& places, Index n, Index m, const Reading& reading)
{
    Readings out{{MaskMatrix(), {}, 0}};
    const GivenNumbers* mask = places.find(Role::Mask);
    const GivenNumbers* padding = places.find(Role::Padding);
    for (const auto* numbers : {mask, padding}) {
        if (numbers == nullptr)
            continue;
        auto meanings = meaningsOf(*numbers, n, m, numbers == padding);
        if (!meanings)
            return meanings;
        Readings both;
        for (const MaskReading& before : out) {
            for (MaskReading now : *meanings) {
                if (before.mask.rows() > 0)
                    now.mask = combine(before.mask, now.mask);
                now.rank = std::max(now.rank, before.rank);
                now.notes.insert(now.notes.begin(), before.notes.begin(), before.notes.end());
                both.push_back(std::move(now));
            }
        }
        out = std::move(both);
    }
    const GivenNumbers* causal = places.find(Role::Causal);
    if (causal != nullptr)
        return causal->values.front() != 0.0 ? withCausal(out, n, m, true) : out;
    const bool isGiven = mask != nullptr || padding != nullptr;
    const bool isOfKeysAlone = mask == nullptr || mask->shape.front() == 1;
    const bool canBeCausal = n > 1 && isOfKeysAlone;
    if (canBeCausal) {
        for (MaskReading& more : withCausal(Readings(out), n, m, false))
            out.push_back(std::move(more));
    }
    if (!isGiven) {
        for (MaskReading& more : readOff(reading, n, m))
            out.push_back(std::move(more));
    }
    return out;
}

} // namespace hl
