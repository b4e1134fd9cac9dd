// Which steps a model has, in which order.
#include "core/model/step_rules.h"

#include <algorithm>

namespace hl {

using namespace stepRules;

namespace {

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

void addHeadSteps(std::vector<StepRef>& steps, const StackSpec& stack, StepRef place)
{
    const auto add = [&](Step step) {
        if (const StepRef ref = at(step, place); sharedStep(ref) == ref)
            steps.push_back(ref);
    };
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

/// Of one attention call whose numbers were given: what they begin with, and what follows from that.
void addGivenSteps(std::vector<StepRef>& steps, const ArraysSpec& arrays, int heads, StepRef place)
{
    const auto add = [&](Step step) { steps.push_back(at(step, place)); };
    for (place.head = 0; place.head < heads; ++place.head) {
        if (arrays.start == Step::Q) {
            add(Step::Q);
            add(Step::K);
        }
        if (arrays.hasValues)
            add(Step::V);
        for (const Step step : {Step::Scores, Step::Scaled, Step::Mask, Step::Masked, Step::SoftmaxMax, Step::SoftmaxShifted,
                                Step::SoftmaxExp, Step::SoftmaxSum, Step::Pattern}) {
            if (step >= arrays.start && !(step == Step::Mask && arrays.start >= Step::Mask))
                add(step);
        }
        if (arrays.hasValues)
            add(Step::Z);
    }
    if (arrays.hasValues)
        add(Step::Concat);
    if (arrays.hasProjection)
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
    if (hasConvolution(stack, place.layer)) {
        for (const Step step : {Step::ConvPre, Step::ConvPost, Step::ResidConv, Step::LnConvOut})
            add(step);
    }
}

/// Of a stack, before its blocks: how its input becomes rows.
void addEmbeddingSteps(std::vector<StepRef>& steps, const ModelSpec& spec, const StackSpec& stack, const StepRef& place)
{
    const auto add = [&](Step step) { steps.push_back(at(step, place)); };
    if (place.side == Side::Query) {
        add(Step::Positions);
        add(Step::EmbedStart);
        return;
    }
    if (spec.readsTokens(place.side)) {
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
}

void addHead(std::vector<StepRef>& steps, const ModelSpec& spec)
{
    const auto add = [&](Step step) { steps.push_back(at(step, StepRef{.side = spec.outputSide()})); };
    if (spec.head.hasPooler) {
        add(Step::PoolerPre);
        add(Step::PoolerOut);
    }
    if (spec.head.pairQuestion != ClassQuestion::Own) {
        add(Step::PairLogits);
        add(Step::PairProbs);
    }
    if (spec.head.kind == HeadKind::None)
        return;
    if (spec.head.isProjected)
        add(Step::HeadPre);
    if (spec.head.transform) {
        add(Step::HeadPre);
        add(Step::HeadPost);
    }
    if (spec.head.transform && spec.head.hasTransformNorm)
        add(Step::HeadNorm);
    if (isScaled(spec.head.scale))
        add(Step::HeadScaled);
    if (spec.head.isDistilled) {
        add(Step::ClassLogits);
        add(Step::DistillationLogits);
    }
    if (!spec.head.cutoffs.empty())
        add(Step::HeadScores);
    add(Step::Logits);
    if (const auto probs = probabilityStep(spec))
        steps.push_back(*probs);
    if (spec.head.hasChoiceScore)
        add(Step::ChoiceScore);
}

} // namespace

StepRef blockOutput(Side side, int layer, const ModelSpec& spec)
{
    const StackSpec& stack = spec.stack(side);
    const StepRef place{.layer = layer, .side = side};
    return at(hasConvolution(stack, layer) ? Step::LnConvOut : blockResult(stack), place);
}

std::optional<StepRef> probabilityStep(const ModelSpec& spec)
{
    if (spec.head.kind == HeadKind::None || spec.head.problem == ClassProblem::Number)
        return std::nullopt;
    const Step step = spec.head.problem == ClassProblem::AnyOf  ? Step::ClassProbs
                      : spec.head.problem == ClassProblem::Span ? Step::SpanProbs
                                                                : Step::Probs;
    return StepRef{.step = step, .side = spec.outputSide()};
}

StepRef stackOutput(Side side, const ModelSpec& spec)
{
    const StackSpec& stack = spec.stack(side);
    if (spec.arrays)
        return stepsOf(spec).back();
    if (stack.hasFinalNorm)
        return StepRef{.step = Step::LnFinalOut, .side = side};
    return blockOutput(side, stack.layers - 1, spec);
}

std::vector<StepRef> stepsOf(const ModelSpec& spec)
{
    std::vector<StepRef> steps;
    if (spec.arrays) {
        addGivenSteps(steps, *spec.arrays, spec.stack(Side::Only).attention.heads, StepRef{.layer = 0});
        return steps;
    }
    for (const Side side : spec.sides()) {
        const StackSpec& stack = spec.stack(side);
        const StepRef place{.side = side};
        addEmbeddingSteps(steps, spec, stack, place);
        for (int layer = 0; layer < stack.layers; ++layer)
            addBlockSteps(steps, stack, StepRef{.layer = layer, .side = side});
        if (stack.hasFinalNorm)
            steps.push_back(at(Step::LnFinalOut, place));
    }
    addHead(steps, spec);
    return steps;
}

bool isUnasked(const StepRef& ref, const ModelSpec& spec)
{
    return ref.side == Side::Query && !spec.isAsked && hasStep(spec.withAllStacks(), ref);
}

Message unaskedText()
{
    return {HL_NOOP("core", "No word is asked for, so there is no query stream: write <mask> where a word is missing."), {}};
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
    if (spec.arrays)
        candidates = stepsOf(spec);
    else if (scope == Scope::Model)
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

} // namespace hl
