// What each step is made from.
#include "core/model/step_rules.h"

namespace hl {

using namespace stepRules;

bool isGiven(const StepRef& ref, const ModelSpec& spec)
{
    return spec.arrays && (ref.step == Step::Q || ref.step == Step::K || ref.step == Step::V || ref.step == spec.arrays->start);
}

const char* formulaOf(const StepRef& ref, const ModelSpec& spec)
{
    if (isGiven(ref, spec))
        return HL_NOOP("core", "given");
    const bool isOfFirst = spec.head.poolerRow == PoolerRow::First;
    if (ref.step == Step::PoolerPre && !isOfFirst)
        return "x_T W_P + b_P";
    if (ref.step == Step::PoolerOut && spec.head.poolerActivation != Activation::Tanh)
        return isOfFirst ? "f(x₀ W_P + b_P)" : "f(x_T W_P + b_P)";
    if (ref.step == Step::PoolerOut && !isOfFirst)
        return "tanh(x_T W_P + b_P)";
    return infoOf(ref.step).formula;
}

std::vector<StepRef> inputsOf(const StepRef& ref, const ModelSpec& spec)
{
    const StackSpec& stack = spec.stack(ref.side);
    if (isGiven(ref, spec))
        return {};
    const AttentionSpec& attention = ref.isCross ? *stack.cross : stack.attention;
    const auto here = [&](Step step) { return sharedStep(at(step, ref)); };
    const auto self = [&](Step step) {
        StepRef place = ref;
        place.isCross = false;
        return at(step, place);
    };
    const auto cross = [&](Step step) {
        StepRef place = ref;
        place.isCross = true;
        return at(step, place);
    };
    switch (ref.step) {
    case Step::Tokens:
    case Step::Positions:
    case Step::Pixels:
    case Step::Mel:
    case Step::Mask:
    case Step::EmbedType:
    case Step::EmbedStart:
    case Step::EmbedRelative:
    case Step::Memory:
        return {};
    case Step::EmbedRelativeNorm:
        return {here(Step::EmbedRelative)};
    case Step::MemoryNorm:
        return {here(Step::Memory)};
    case Step::WithMemory:
        return {here(isPre(stack) ? Step::MemoryNorm : Step::Memory), here(isPre(stack) ? Step::Ln1Out : Step::ResidPre)};
    case Step::PositionBias:
    case Step::EmbedPosition:
        if (stack.positions.isNumbered() && !(ref.step == Step::PositionBias && stack.positions.hasT5Bias()))
            return {here(Step::Positions)};
        return {};
    case Step::EmbedProject:
        if (stack.projection == EmbeddingProjection::OfTokens)
            return {here(Step::EmbedToken)};
        return {here(stack.hasEmbeddingNorm ? Step::EmbedNorm : Step::EmbedSum)};
    case Step::EmbedScaled:
        return {here(stack.projection == EmbeddingProjection::OfTokens ? Step::EmbedProject : Step::EmbedToken)};
    case Step::EmbedToken:
        return {here(Step::Tokens)};
    case Step::Conv1Pre:
        return {here(Step::Mel)};
    case Step::Conv1Post:
        return {here(Step::Conv1Pre)};
    case Step::Conv2Pre:
        return {here(Step::Conv1Post)};
    case Step::Conv2Post:
        return {here(Step::Conv2Pre)};
    case Step::Patches:
        return {here(Step::Pixels)};
    case Step::EmbedPatch:
        return {here(Step::Patches)};
    case Step::EmbedSequence:
        return {here(Step::EmbedPatch)};
    case Step::EmbedSum: {
        std::vector<StepRef> inputs{here(embeddedRows(spec, ref.side))};
        if (hasPositionRow(stack))
            inputs.push_back(here(Step::EmbedPosition));
        if (stack.segments > 0)
            inputs.push_back(here(Step::EmbedType));
        return inputs;
    }
    case Step::EmbedNorm:
        return {here(Step::EmbedSum)};
    case Step::ResidPre:
        if (ref.layer > 0)
            return {blockOutput(ref.side, ref.layer - 1, spec)};
        if (ref.side == Side::Query)
            return {here(Step::EmbedStart)};
        if (stack.projection == EmbeddingProjection::OfNorm)
            return {here(Step::EmbedProject)};
        return {here(stack.hasEmbeddingNorm ? Step::EmbedNorm : Step::EmbedSum)};
    case Step::Ln1Out:
        return {here(isPre(stack) ? Step::ResidPre : Step::ResidMid)};
    case Step::Q:
        return {here(attentionInput(stack, ref.isCross))};
    case Step::K:
    case Step::V:
        if (ref.isCross)
            return {stackOutput(Side::Encoder, spec)};
        return {here(hasMemory(stack, false) ? Step::WithMemory : attentionInput(stack, false))};
    case Step::QContent:
    case Step::QPosition:
    case Step::QSegment:
        return {here(Step::Q)};
    case Step::PositionK:
    case Step::PositionQ:
        if (!hasRelativeRows(stack))
            return {};
        return {here(relativeRows(stack))};
    case Step::ScoresC2P:
        return {here(stack.positions.hasQueryBiases() ? Step::QPosition : Step::Q), here(Step::PositionK)};
    case Step::ScoresP2C:
        return {here(Step::K),
                here(stack.positions.relative.kind == RelativeKind::Table ? Step::PositionK : Step::PositionQ)};
    case Step::ScoresSegment:
        return {here(Step::QSegment)};
    case Step::ScoresSum: {
        std::vector<StepRef> terms;
        for (const Step term : scoreTerms(stack))
            terms.push_back(here(term));
        return terms;
    }
    case Step::QNorm:
        return {here(Step::Q)};
    case Step::KNorm:
        return {here(Step::K)};
    case Step::QRot:
        return {here(normedOr(attention, Step::QNorm, Step::Q))};
    case Step::KRot:
        return {here(normedOr(attention, Step::KNorm, Step::K))};
    case Step::Scores:
        if (isRotary(stack, ref.isCross))
            return {here(Step::QRot), here(Step::KRot)};
        if (isRelative(stack, ref.isCross) && stack.positions.hasQueryBiases())
            return {here(Step::QContent), here(Step::K)};
        return {here(normedOr(attention, Step::QNorm, Step::Q)), here(normedOr(attention, Step::KNorm, Step::K))};
    case Step::Scaled:
        return {here(isRelative(stack, ref.isCross) ? Step::ScoresSum : Step::Scores)};
    case Step::Biased:
        return {here(Step::Scaled), here(Step::PositionBias)};
    case Step::Masked:
        return {here(hasBias(stack, ref.isCross) ? Step::Biased : Step::Scaled), here(Step::Mask)};
    case Step::SoftmaxMax:
        return {here(Step::Masked)};
    case Step::SoftmaxShifted:
        return {here(Step::Masked), here(Step::SoftmaxMax)};
    case Step::SoftmaxExp:
        return {here(Step::SoftmaxShifted)};
    case Step::SoftmaxSum:
        return {here(Step::SoftmaxExp)};
    case Step::Pattern:
        return {here(Step::SoftmaxExp), here(Step::SoftmaxSum)};
    case Step::Z:
        return {here(Step::Pattern), here(Step::V)};
    case Step::Concat: {
        std::vector<StepRef> heads;
        for (int head = 0; head < attention.heads; ++head)
            heads.push_back({Step::Z, ref.layer, head, ref.side, ref.isCross});
        return heads;
    }
    case Step::AttnOut:
        return {here(Step::Concat)};
    case Step::ResidMid:
        return {here(stack.residualFromNorm && isPre(stack) ? Step::Ln1Out : Step::ResidPre), self(Step::AttnOut)};
    case Step::LnCrossOut:
        return {here(isPre(stack) ? Step::ResidMid : Step::ResidCross)};
    case Step::ResidCross:
        return {here(isPost(stack) ? Step::Ln1Out : Step::ResidMid), cross(Step::AttnOut)};
    case Step::Ln2Out:
        if (isParallel(stack))
            return {here(Step::ResidPre)};
        return {here(isPre(stack) ? attendedStream(stack) : Step::ResidPost)};
    case Step::MlpPre:
    case Step::MlpGate:
        if (isParallel(stack) && stack.sharesNorm)
            return {here(Step::Ln1Out)};
        return {here(isPre(stack) ? Step::Ln2Out : attendedStream(stack))};
    case Step::MlpPost:
        if (stack.mlp.isGated)
            return {here(Step::MlpPre), here(Step::MlpGate)};
        return {here(Step::MlpPre)};
    case Step::MlpOut:
        return {here(Step::MlpPost)};
    case Step::ResidPost:
        if (isParallel(stack))
            return {here(Step::ResidPre), self(Step::AttnOut), here(Step::MlpOut)};
        return {here(stack.residualFromNorm && isPre(stack) ? Step::Ln2Out : attendedStream(stack)), here(Step::MlpOut)};
    case Step::ConvPre:
        return {here(Step::ResidPre)};
    case Step::ConvPost:
        return {here(Step::ConvPre)};
    case Step::ResidConv:
        return {here(blockResult(stack)), here(Step::ConvPost)};
    case Step::LnConvOut:
        return {here(Step::ResidConv)};
    case Step::LnFinalOut:
        return {blockOutput(ref.side, stack.layers - 1, spec)};
    case Step::PoolerPre:
    case Step::ChoiceScore:
        return {stackOutput(ref.side, spec)};
    case Step::PoolerOut:
        return {here(Step::PoolerPre)};
    case Step::PairLogits:
        return {here(Step::PoolerOut)};
    case Step::PairProbs:
        return {here(Step::PairLogits)};
    case Step::HeadPre:
        return {stackOutput(ref.side, spec)};
    case Step::HeadPost:
        return {here(Step::HeadPre)};
    case Step::HeadNorm:
        return {here(Step::HeadPost)};
    case Step::HeadScores:
        return {spec.head.isProjected ? here(Step::HeadPre) : stackOutput(ref.side, spec)};
    case Step::HeadScaled:
        return {spec.head.transform ? here(transformed(spec.head)) : spec.head.isProjected ? here(Step::HeadPre) : stackOutput(ref.side, spec)};
    case Step::ClassLogits:
    case Step::DistillationLogits:
    case Step::Logits:
        if (ref.step == Step::Logits && spec.head.isDistilled)
            return {here(Step::ClassLogits), here(Step::DistillationLogits)};
        if (isScaled(spec.head.scale))
            return {here(Step::HeadScaled)};
        if (!spec.head.cutoffs.empty())
            return {here(Step::HeadScores)};
        if (spec.head.isProjected)
            return {here(Step::HeadPre)};
        if (readsPooled(spec.head))
            return {here(Step::PoolerOut)};
        return {spec.head.transform ? here(transformed(spec.head)) : stackOutput(ref.side, spec)};
    case Step::Probs:
    case Step::ClassProbs:
    case Step::SpanProbs:
        return {here(Step::Logits)};
    }
    return {};
}

} // namespace hl
