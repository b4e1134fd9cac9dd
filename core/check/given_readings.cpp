#include "core/check/given_readings.h"

#include "core/base/limits.h"
#include "core/check/given_choices.h"
#include "core/check/given_compared.h"
#include "core/check/given_inputs.h"
#include "core/check/given_masks.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl {

namespace {

using Matrix = MatrixOf<double>;

/// Without queries and keys the computation starts with the first of scores, scaled, masked and weights.
void takeStart(Reading& reading)
{
    if (reading.problem.hasQueryKey())
        return;
    const auto first = std::find_if(reading.compared.begin(), reading.compared.end(), [](const Compared& compared) {
        return compared.step >= Step::Scores && compared.step <= Step::Pattern && !compared.isAveraged;
    });
    if (first == reading.compared.end())
        return;
    reading.problem.later[first->step] = first->numbers;
    reading.startName = first->name;
    reading.notes.push_back({HL_NOOP("core", "The computation starts with `%1`, for there are no queries and keys to check it with."), {first->name}});
    reading.compared.erase(first);
}

/// Puts the arrays together by one choice, without a mask.
Result<Reading> readingOf(const GivenPlaces& places, const Truth* truth, const ReadingChoice& choice)
{
    Reading reading;
    if (truth)
        reading.problem = truth->problem;
    else if (auto ok = takeInputs(places, choice, reading); !ok)
        return tl::unexpected(ok.error());
    if (auto ok = takeCompared(places, truth, choice, reading); !ok)
        return tl::unexpected(ok.error());
    if (!truth)
        takeStart(reading);
    // Positions that are taken as they are hide mistakes in them.
    const bool isUnchecked = choice.positions == PositionReading::Given || (choice.positions == PositionReading::None && places.find(Role::Positions));
    const bool isGuessed = choice.positions == PositionReading::Sinusoidal && !places.find(Role::Embedding) && !places.find(Role::Positions);
    reading.rank = isUnchecked || isGuessed ? 1 : 0;
    return reading;
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

Result<std::vector<Reading>> expandedReadings(const GivenPlaces& places, const Truth* truth)
{
    const auto choices = readingChoices(places, truth);
    if (!choices)
        return tl::unexpected(choices.error());
    std::vector<Reading> out;
    for (const ReadingChoice& choice : *choices) {
        auto reading = readingOf(places, truth, choice);
        if (!reading && &choice == &choices->front())
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
                [](double x) { return standsForForbidden(x) ? -std::numeric_limits<double>::infinity() : 0.0; });
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
