#include "core/analysis/mistake_comparison.h"

#include "core/analysis/attention_problem.h"

#include <cmath>
#include <limits>

namespace hl {

namespace {

constexpr double tolerance = 1e-6; ///< of rules; what is computed in float64 keeps them far closer

constexpr std::uint64_t mostCells = 1ull << 18; ///< weights computed for one picture

bool needsAllHeads(const Mistake& mistake)
{
    return mistake.step >= Step::Concat || mistake.step <= Step::Q || mistake.need == Need::SeveralHeads;
}

Step shownStep(const Mistake& mistake)
{
    if (mistake.step == Step::EmbedPosition || mistake.step == Step::Q)
        return mistake.step;
    return mistake.step <= Step::Pattern ? Step::Pattern : mistake.step;
}

tl::unexpected<Error> failWith(const Message& message)
{
    return tl::unexpected(Error{ErrorCode::Unsupported, message});
}

/// Of a step with heads the matrix of this head, else the only one.
const MatrixOf<double>* matrixOf(const AttentionSteps& steps, Step step, int head)
{
    const auto found = steps.find(step);
    if (found == steps.end())
        return nullptr;
    return &found->second[found->second.size() > 1 ? static_cast<std::size_t>(head) : 0];
}

} // namespace

Result<MistakeComparison> compareMistake(const Trace& trace, const StepRef& place, const Mistake& mistake)
{
    const StackSpec& stack = trace.model().spec().stack(place.side);
    const auto count = [&](bool isKeys) {
        return static_cast<std::uint64_t>(trace.tokens(isKeys ? keySide(place) : place.side).size());
    };
    // The picture is computed while it is painted: of long texts only the one head, where the others play no part.
    const std::uint64_t cells = count(false) * count(true);
    const bool isWhole = cells * static_cast<std::uint64_t>(stack.attention.heads) <= mostCells;
    if (cells > mostCells || (!isWhole && needsAllHeads(mistake)))
        return failWith({HL_NOOP("core", "The text is too long to compute the layer again with a mistake: shorten it."), {}});
    StepRef layer = place;
    layer.head = isWhole ? -1 : std::max(place.head, 0);
    auto whole = attentionProblemOf(trace, layer);
    if (!whole)
        return tl::unexpected(whole.error());
    MistakeComparison out;
    const auto problem = problemFor(mistake, std::move(*whole), out.note);
    if (!problem)
        return failWith(*out.note);
    const AttentionSteps right = computeAttention(*problem);
    const AttentionSteps wrong = computeAttention(*problem, recipeWith(&mistake));
    const Step step = shownStep(mistake);
    const int head = std::max(place.head, 0);
    const auto* shown = matrixOf(right, step, head);
    const auto* made = matrixOf(wrong, step, head);
    if (shown == nullptr)
        return failWith({HL_NOOP("core", "This needs what enters the projections, and their weights."), {}});
    if (made == nullptr)
        return failWith({HL_NOOP("core", "The shapes do not allow this mistake here: NumPy and PyTorch would stop with an error (%1 tokens, %2 features per head)."),
                         {std::to_string(problem->keys()), std::to_string(problem->headWidth)}});
    out.step = place;
    out.step.step = step;
    out.step.head = infoOf(step).scope == Scope::Head ? head : -1;
    out.step.layer = infoOf(step).scope == Scope::Model ? -1 : place.layer;
    out.step.isCross = infoOf(step).scope != Scope::Model && place.isCross;
    out.right = *shown;
    out.wrong = *made;
    const Rule& rule = ruleNamed(mistake.rule);
    out.rightRule = rule.check(*problem, right, tolerance).value_or(RuleResult{});
    out.wrongRule = rule.check(*problem, wrong, tolerance).value_or(RuleResult{});
    if (out.right.rows() != out.wrong.rows() || out.right.cols() != out.wrong.cols()) {
        out.largest = std::numeric_limits<double>::infinity();
        return out;
    }
    out.difference = out.wrong - out.right;
    for (Index i = 0; i < out.difference.size(); ++i) {
        const double difference = std::abs(out.difference.data()[i]);
        out.largest = std::isnan(difference) ? std::numeric_limits<double>::infinity() : std::max(out.largest, difference);
    }
    return out;
}

} // namespace hl
