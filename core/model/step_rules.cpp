#include "core/model/step_rules.h"

namespace hl::stepRules {

StepRef at(Step step, const StepRef& place)
{
    StepRef ref = place;
    ref.step = step;
    const Scope scope = infoOf(step).scope;
    if (scope != Scope::Head)
        ref.head = -1;
    if (scope == Scope::Model)
        ref.layer = -1;
    if (scope == Scope::Model || scope == Scope::Layer)
        ref.isCross = false;
    return ref;
}

bool hasNorm(const StackSpec& stack)
{
    return stack.norm != NormKind::None;
}

bool isPre(const StackSpec& stack)
{
    return hasNorm(stack) && stack.placement == NormPlacement::Pre;
}

bool isPost(const StackSpec& stack)
{
    return hasNorm(stack) && stack.placement == NormPlacement::Post;
}

bool hasPositionRow(const StackSpec& stack)
{
    return stack.positions.kind == PositionKind::Sinusoidal || stack.positions.kind == PositionKind::Learned;
}

bool hasBias(const StackSpec& stack, bool isCross)
{
    return !isCross && (stack.positions.kind == PositionKind::Alibi || stack.positions.hasT5Bias());
}

bool isParallel(const StackSpec& stack)
{
    return stack.isParallel && isPre(stack) && stack.mlp.dMlp > 0;
}

bool isRelative(const StackSpec& stack, bool isCross)
{
    return !isCross && stack.positions.isRelative();
}

bool hasMemory(const StackSpec& stack, bool isCross)
{
    return !isCross && stack.memory > 0;
}

bool hasRelativeRows(const StackSpec& stack)
{
    return stack.positions.isRelative() && stack.positions.relative.kind != RelativeKind::Table;
}

Step relativeRows(const StackSpec& stack)
{
    return stack.positions.relative.isNormed ? Step::EmbedRelativeNorm : Step::EmbedRelative;
}

std::vector<Step> scoreTerms(const StackSpec& stack)
{
    const RelativeSpec& relative = stack.positions.relative;
    std::vector<Step> terms{Step::Scores};
    if (relative.hasContentToPosition)
        terms.push_back(Step::ScoresC2P);
    if (relative.hasPositionToContent)
        terms.push_back(Step::ScoresP2C);
    if (relative.hasSegments)
        terms.push_back(Step::ScoresSegment);
    return terms;
}

Step tokenStream(const StackSpec& stack)
{
    if (stack.embeddingScale != 1.0)
        return Step::EmbedScaled;
    return stack.projection == EmbeddingProjection::OfTokens ? Step::EmbedProject : Step::EmbedToken;
}

Step normedOr(const AttentionSpec& attention, Step normed, Step plain)
{
    return attention.hasQueryKeyNorm ? normed : plain;
}

bool isScaled(double scale)
{
    return scale != 1.0; // exactly: a factor of 1 is no step
}

bool hasConvolution(const StackSpec& stack, int layer)
{
    return stack.convolution && layer == 0;
}

Step blockResult(const StackSpec& stack)
{
    if (stack.mlp.dMlp == 0)
        return attendedStream(stack);
    return isPost(stack) ? Step::Ln2Out : Step::ResidPost;
}

Step transformed(const HeadSpec& head)
{
    return head.hasTransformNorm ? Step::HeadNorm : Step::HeadPost;
}

bool readsPooled(const HeadSpec& head)
{
    return head.kind == HeadKind::Classes && head.classRow == ClassRow::Pooled;
}

Step embeddedRows(const ModelSpec& spec, Side side)
{
    if (!spec.readsTokens(side))
        return spec.image ? Step::EmbedSequence : Step::Conv2Post;
    return tokenStream(spec.stack(side));
}

bool isRotary(const StackSpec& stack, bool isCross)
{
    return !isCross && stack.positions.kind == PositionKind::Rotary;
}

Step attendedStream(const StackSpec& stack)
{
    if (stack.cross)
        return isPost(stack) ? Step::LnCrossOut : Step::ResidCross;
    return isPost(stack) ? Step::Ln1Out : Step::ResidMid;
}

Step attentionInput(const StackSpec& stack, bool isCross)
{
    if (isCross)
        return isPre(stack) ? Step::LnCrossOut : (isPost(stack) ? Step::Ln1Out : Step::ResidMid);
    return isPre(stack) ? Step::Ln1Out : Step::ResidPre;
}

} // namespace hl::stepRules
