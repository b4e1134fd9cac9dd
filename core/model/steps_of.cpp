// Which steps a model has, in which order, and what each is made from. The rules are those of the block
// diagram of Vaswani et al. 2017 (post-norm) and of Xiong et al. 2020 (pre-norm); nothing here knows a
// family.
#include "core/model/spec.h"

#include <algorithm>

namespace hl {

namespace {

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

/// The rows of relative positions that are projected: none where each layer has a table of its own.
bool hasRelativeRows(const StackSpec& stack)
{
    return stack.positions.isRelative() && stack.positions.relative.kind != RelativeKind::Table;
}

Step relativeRows(const StackSpec& stack)
{
    return stack.positions.relative.isNormed ? Step::EmbedRelativeNorm : Step::EmbedRelative;
}

/// The terms of the score, in the order in which they are added.
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

/// Steps of a head before and beside its scores.
void addRelativeInputs(std::vector<Step>& steps, const PositionSpec& positions)
{
    if (positions.hasQueryBiases()) {
        steps.push_back(Step::QContent);
        steps.push_back(Step::QPosition);
        if (positions.relative.hasSegments)
            steps.push_back(Step::QSegment);
    }
    const bool isOneTable = positions.relative.kind == RelativeKind::Table;
    if (positions.relative.hasContentToPosition || isOneTable)
        steps.push_back(Step::PositionK);
    if (positions.relative.hasPositionToContent && !isOneTable)
        steps.push_back(Step::PositionQ);
}

/// The rows of the token table as they enter the sum.
Step tokenStream(const StackSpec& stack)
{
    if (stack.embeddingScale != 1.0)
        return Step::EmbedScaled;
    return stack.projection == EmbeddingProjection::OfTokens ? Step::EmbedProject : Step::EmbedToken;
}

/// What the norm of queries and keys, or the rotation, starts from.
Step normedOr(const AttentionSpec& attention, Step normed, Step plain)
{
    return attention.hasQueryKeyNorm ? normed : plain;
}

bool isScaled(double scale)
{
    return scale != 1.0; // exactly: a factor of 1 is no step
}

/// The rows that positions are added to.
Step embeddedRows(const ModelSpec& spec, Side side)
{
    if (!spec.readsTokens(side))
        return spec.image ? Step::EmbedSequence : Step::Conv2Post;
    return tokenStream(spec.stack(side));
}

/// How a picture or a sound becomes rows, in order.
std::vector<Step> featureSteps(const ModelSpec& spec)
{
    if (spec.image)
        return {Step::Pixels, Step::Patches, Step::EmbedPatch, Step::EmbedSequence};
    return {Step::Mel, Step::Conv1Pre, Step::Conv1Post, Step::Conv2Pre, Step::Conv2Post};
}

void addTokenSteps(std::vector<StepRef>& steps, const StackSpec& stack, const StepRef& place)
{
    const auto add = [&](Step step) { steps.push_back(at(step, place)); };
    add(Step::Tokens);
    if (stack.positions.isNumbered())
        add(Step::Positions);
    add(Step::EmbedToken);
    if (stack.projection == EmbeddingProjection::OfTokens)
        add(Step::EmbedProject);
    if (isScaled(stack.embeddingScale))
        add(Step::EmbedScaled);
}

bool isRotary(const StackSpec& stack, bool isCross)
{
    return !isCross && stack.positions.kind == PositionKind::Rotary;
}

/// The stream after the attention (and cross-attention) sub-layers, ready for the feed-forward network.
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

void addHeadSteps(std::vector<StepRef>& steps, const StackSpec& stack, StepRef place)
{
    const auto add = [&](Step step) { steps.push_back(at(step, place)); };
    const AttentionSpec& attention = place.isCross ? *stack.cross : stack.attention;
    const int heads = attention.heads;
    for (place.head = 0; place.head < heads; ++place.head) {
        for (const Step step : {Step::Q, Step::K, Step::V})
            add(step);
        if (attention.hasQueryKeyNorm) {
            add(Step::QNorm);
            add(Step::KNorm);
        }
        if (isRotary(stack, place.isCross)) {
            add(Step::QRot);
            add(Step::KRot);
        }
        std::vector<Step> scores;
        if (isRelative(stack, place.isCross)) {
            addRelativeInputs(scores, stack.positions);
            for (const Step term : scoreTerms(stack))
                scores.push_back(term);
            scores.push_back(Step::ScoresSum);
        } else {
            scores.push_back(Step::Scores);
        }
        for (const Step step : scores)
            add(step);
        add(Step::Scaled);
        if (hasBias(stack, place.isCross)) {
            add(Step::PositionBias);
            add(Step::Biased);
        }
        for (const Step step : {Step::Mask, Step::Masked, Step::SoftmaxMax, Step::SoftmaxShifted,
                                Step::SoftmaxExp, Step::SoftmaxSum, Step::Pattern, Step::Z})
            add(step);
    }
    add(Step::Concat);
    add(Step::AttnOut);
}

void addBlockSteps(std::vector<StepRef>& steps, const StackSpec& stack, StepRef place)
{
    const auto add = [&](Step step) { steps.push_back(at(step, place)); };
    add(Step::ResidPre);
    if (isPre(stack))
        add(Step::Ln1Out);
    if (hasMemory(stack, false)) {
        add(Step::Memory);
        if (isPre(stack))
            add(Step::MemoryNorm);
        add(Step::WithMemory);
    }
    addHeadSteps(steps, stack, place);
    if (!isParallel(stack))
        add(Step::ResidMid);
    if (isPost(stack))
        add(Step::Ln1Out);
    if (stack.cross) {
        if (isPre(stack))
            add(Step::LnCrossOut);
        place.isCross = true;
        addHeadSteps(steps, stack, place);
        place.isCross = false;
        add(Step::ResidCross);
        if (isPost(stack))
            add(Step::LnCrossOut);
    }
    if (stack.mlp.dMlp > 0) {
        if (isPre(stack) && !(isParallel(stack) && stack.sharesNorm))
            add(Step::Ln2Out);
        add(Step::MlpPre);
        if (stack.mlp.isGated)
            add(Step::MlpGate);
        add(Step::MlpPost);
        add(Step::MlpOut);
        add(Step::ResidPost);
        if (isPost(stack))
            add(Step::Ln2Out);
    }
}

void addHead(std::vector<StepRef>& steps, const ModelSpec& spec)
{
    const auto add = [&](Step step) { steps.push_back(at(step, StepRef{.side = spec.outputSide()})); };
    if (spec.head.hasPooler) {
        add(Step::PoolerPre);
        add(Step::PoolerOut);
    }
    if (spec.head.kind == HeadKind::None)
        return;
    if (spec.head.isProjected)
        add(Step::HeadPre);
    if (spec.head.transform) {
        add(Step::HeadPre);
        add(Step::HeadPost);
        add(Step::HeadNorm);
    }
    if (isScaled(spec.head.scale))
        add(Step::HeadScaled);
    if (spec.head.isDistilled) {
        add(Step::ClassLogits);
        add(Step::DistillationLogits);
    }
    if (!spec.head.cutoffs.empty())
        add(Step::HeadScores);
    add(Step::Logits);
    add(Step::Probs);
}

} // namespace

StepRef blockOutput(Side side, int layer, const ModelSpec& spec)
{
    const StackSpec& stack = spec.stack(side);
    const StepRef place{.layer = layer, .side = side};
    if (stack.mlp.dMlp == 0)
        return at(attendedStream(stack), place);
    return at(isPost(stack) ? Step::Ln2Out : Step::ResidPost, place);
}

StepRef stackOutput(Side side, const ModelSpec& spec)
{
    const StackSpec& stack = spec.stack(side);
    if (stack.hasFinalNorm)
        return StepRef{.step = Step::LnFinalOut, .side = side};
    return blockOutput(side, stack.layers - 1, spec);
}

std::vector<StepRef> stepsOf(const ModelSpec& spec)
{
    std::vector<StepRef> steps;
    for (const Side side : spec.sides()) {
        const StackSpec& stack = spec.stack(side);
        const StepRef place{.side = side};
        const auto add = [&](Step step) { steps.push_back(at(step, place)); };
        if (spec.readsTokens(side)) {
            addTokenSteps(steps, stack, place);
        } else {
            for (const Step step : featureSteps(spec))
                add(step);
        }
        if (hasPositionRow(stack))
            add(Step::EmbedPosition);
        if (stack.segments > 0)
            add(Step::EmbedType);
        add(Step::EmbedSum);
        if (stack.hasEmbeddingNorm)
            add(Step::EmbedNorm);
        if (stack.projection == EmbeddingProjection::OfNorm)
            add(Step::EmbedProject);
        if (hasRelativeRows(stack))
            add(Step::EmbedRelative);
        if (hasRelativeRows(stack) && stack.positions.relative.isNormed)
            add(Step::EmbedRelativeNorm);
        for (int layer = 0; layer < stack.layers; ++layer)
            addBlockSteps(steps, stack, StepRef{.layer = layer, .side = side});
        if (stack.hasFinalNorm)
            add(Step::LnFinalOut);
    }
    addHead(steps, spec);
    return steps;
}

bool hasStep(const ModelSpec& spec, const StepRef& ref)
{
    const auto sides = spec.sides();
    if (std::find(sides.begin(), sides.end(), ref.side) == sides.end())
        return false;
    const StackSpec& stack = spec.stack(ref.side);
    const Scope scope = infoOf(ref.step).scope;
    if (scope != Scope::Model && (ref.layer < 0 || ref.layer >= stack.layers))
        return false;
    if (ref.isCross && !stack.cross)
        return false;
    if (scope == Scope::Head &&
        (ref.head < 0 || ref.head >= (ref.isCross ? *stack.cross : stack.attention).heads))
        return false;
    std::vector<StepRef> candidates;
    if (scope == Scope::Model)
        candidates = stepsOf([&] {
            ModelSpec small = spec; // model-wide steps do not depend on the number of layers
            if (small.encoder)
                small.encoder->layers = 1;
            if (small.decoder)
                small.decoder->layers = 1;
            return small;
        }());
    else
        addBlockSteps(candidates, stack, StepRef{.layer = ref.layer, .side = ref.side});
    return std::find(candidates.begin(), candidates.end(), ref) != candidates.end();
}

std::vector<StepRef> inputsOf(const StepRef& ref, const ModelSpec& spec)
{
    const StackSpec& stack = spec.stack(ref.side);
    const AttentionSpec& attention = ref.isCross ? *stack.cross : stack.attention;
    const auto here = [&](Step step) { return at(step, ref); };
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
    case Step::LnFinalOut:
        return {blockOutput(ref.side, stack.layers - 1, spec)};
    case Step::PoolerPre:
        return {stackOutput(ref.side, spec)};
    case Step::PoolerOut:
        return {here(Step::PoolerPre)};
    case Step::HeadPre:
        return {stackOutput(ref.side, spec)};
    case Step::HeadPost:
        return {here(Step::HeadPre)};
    case Step::HeadNorm:
        return {here(Step::HeadPost)};
    case Step::HeadScores:
        return {stackOutput(ref.side, spec)};
    case Step::HeadScaled:
        return {spec.head.transform ? here(Step::HeadNorm) : stackOutput(ref.side, spec)};
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
        return {spec.head.transform ? here(Step::HeadNorm) : stackOutput(ref.side, spec)};
    case Step::Probs:
        return {here(Step::Logits)};
    }
    return {};
}

} // namespace hl
