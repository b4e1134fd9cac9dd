#include "core/attention/mistakes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl {

namespace {

constexpr double forbidden = -std::numeric_limits<double>::infinity();

bool hasForbidden(const MaskMatrix& mask)
{
    return mask.size() > 0 && (mask.array() == forbidden).any();
}

double largestScaled(const AttentionProblem& problem)
{
    const AttentionSteps steps = computeAttention(problem);
    double largest = forbidden;
    const auto scaled = steps.find(Step::Scaled);
    if (scaled == steps.end())
        return largest;
    for (const auto& head : scaled->second)
        largest = std::max(largest, head.maxCoeff());
    return largest;
}

double overflowOf(NumberType type)
{
    switch (type) {
    case NumberType::Half: return std::log(65520.0);
    case NumberType::Brain:
    case NumberType::Single: return std::log(static_cast<double>(std::numeric_limits<float>::max()));
    case NumberType::Double: return std::log(std::numeric_limits<double>::max());
    }
    return 0.0;
}

MaskMatrix maskOrOpen(const AttentionProblem& problem)
{
    return problem.mask.size() > 0 ? problem.mask : openMask(problem.queries(), problem.keys());
}

/// Queries, or what they are made from, times `factor`, so that the scores grow with it.
void enlargeScores(AttentionProblem& problem, double factor)
{
    if (problem.toQuery.isGiven()) {
        problem.toQuery.weight *= factor;
        problem.toQuery.bias *= factor;
    }
    problem.q *= factor;
    for (auto& [step, heads] : problem.later) {
        for (auto& head : heads)
            head *= factor;
    }
}

const char* missing(Need need)
{
    switch (need) {
    case Need::Embedding:
        return HL_NOOP("core", "This needs the tokens' embedding and sines and cosines added to it, right before the projections.");
    case Need::Projections:
    case Need::Biases:
        return HL_NOOP("core", "This needs what enters the projections, and their weights.");
    case Need::FlatHeads:
    case Need::SeveralHeads:
        return HL_NOOP("core", "This needs a layer with several heads.");
    case Need::OtherModelWidth:
        return HL_NOOP("core", "With a single head d_model and d_k are the same, so that nothing changes here.");
    case Need::OutputProjection:
        return HL_NOOP("core", "This needs the output projection W_O.");
    default:
        return HL_NOOP("core", "One token alone cannot show this: type a longer text.");
    }
}

} // namespace

bool isMet(Need need, const AttentionProblem& problem)
{
    switch (need) {
    case Need::Nothing:
        return true;
    case Need::Embedding:
        return problem.embedding.size() > 0;
    case Need::Projections:
        return problem.toQuery.isGiven() && (problem.x.size() > 0 || problem.embedding.size() > 0);
    case Need::Biases:
        return (isMet(Need::Projections, problem)
                && (problem.toQuery.bias.size() + problem.toKey.bias.size() + problem.toValue.bias.size() > 0))
               || problem.toOutput.bias.size() > 0;
    case Need::FlatHeads:
        return problem.heads > 1 && !problem.isSplit && (problem.q.size() > 0 || isMet(Need::Projections, problem));
    case Need::SeveralHeads:
        return problem.heads > 1;
    case Need::OtherModelWidth:
        return sizesOf(problem).modelWidth != problem.headWidth;
    case Need::Mask:
        return hasForbidden(problem.mask);
    case Need::CausalMask:
        return isCausal(problem.mask);
    case Need::Padding: {
        const std::vector<bool> padded = paddedKeys(problem.mask);
        return std::find(padded.begin(), padded.end(), true) != padded.end();
    }
    case Need::ForbiddenRow:
        return hasForbiddenRow(problem.mask);
    case Need::LargeScores:
        return largestScaled(problem) > overflowOf(problem.type);
    case Need::OutputProjection:
        return problem.toOutput.isGiven();
    }
    return false;
}

std::optional<AttentionProblem> problemFor(const Mistake& mistake, AttentionProblem problem, std::optional<Message>& note)
{
    note.reset();
    if (isMet(mistake.need, problem))
        return problem;
    switch (mistake.need) {
    case Need::Mask:
    case Need::CausalMask:
        problem.mask = combine(maskOrOpen(problem), causalMask(problem.queries(), problem.keys(),
                                                               problem.keys() - problem.queries()));
        note = Message{HL_NOOP("core", "Here nothing is forbidden, so a causal mask was added on both sides to show it."), {}};
        break;
    case Need::Padding:
        problem.mask = maskOrOpen(problem);
        problem.mask.col(problem.mask.cols() - 1).setConstant(forbidden);
        note = Message{HL_NOOP("core", "Here no token is padding, so the last one counts as padding on both sides to show it."), {}};
        break;
    case Need::ForbiddenRow:
        problem.mask = maskOrOpen(problem);
        problem.mask.row(0).setConstant(forbidden);
        note = Message{HL_NOOP("core", "Here every query may see a key, so query 0 may see none on both sides to show it."), {}};
        break;
    case Need::LargeScores: {
        const double largest = largestScaled(problem);
        if (!(largest > 0.0) || !std::isfinite(largest))
            break;
        const double factor = std::exp2(std::ceil(std::log2(1.5 * overflowOf(problem.type) / largest)));
        enlargeScores(problem, factor);
        note = Message{HL_NOOP("core", "Here the scores are small, so the queries were multiplied by %1 on both sides to show it."),
                       {std::to_string(static_cast<long long>(factor))}};
        break;
    }
    default:
        break;
    }
    if (isMet(mistake.need, problem))
        return problem;
    note = Message{missing(mistake.need), {}};
    return std::nullopt;
}

} // namespace hl
