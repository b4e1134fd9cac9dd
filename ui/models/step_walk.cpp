#include "ui/models/step_walk.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace hl::ui {

namespace {

int headsOf(const ModelSpec& spec, const StepRef& ref)
{
    const StackSpec& stack = spec.stack(ref.side);
    return (ref.isCross ? *stack.cross : stack.attention).heads;
}

bool isOfHead(const StepRef& ref, int head, const ModelSpec& spec)
{
    return ref.head < 0 || ref.head == std::min(head, headsOf(spec, ref) - 1);
}

/// Belongs to the cross-attention sub-layer, though its name may not say so.
bool isAboutCross(const StepRef& ref)
{
    return ref.isCross || ref.step == Step::LnCrossOut || ref.step == Step::ResidCross;
}

std::vector<StepRef> walk(const Place& place, const Trace& trace)
{
    const ModelSpec& spec = trace.model().spec();
    const std::vector<StepRef>& all = trace.model().stepOrder().steps();
    std::vector<StepRef> refs;
    std::copy_if(all.begin(), all.end(), std::back_inserter(refs),
                 [&](const StepRef& ref) { return isOfHead(ref, place.head, spec) && trace.view(ref); });
    return refs;
}

Place placeAt(const Place& place, const StepRef& ref, const Trace& trace)
{
    Place next = onStack(place, ref.side, isAboutCross(ref), trace);
    next.step = ref.step;
    if (ref.layer >= 0)
        next.layer = ref.layer;
    return clamped(next, trace);
}

/// Index of the place in the walk; that of its step's nearest neighbour before it if it was not kept.
int indexOf(const Place& place, const std::vector<StepRef>& refs, const Trace& trace)
{
    const Place inside = clamped(place, trace);
    const auto found = std::find(refs.begin(), refs.end(), inside.ref());
    if (found != refs.end())
        return static_cast<int>(found - refs.begin());
    int index = 0;
    for (const StepRef& ref : trace.model().stepOrder().steps()) {
        if (ref == inside.ref())
            break;
        if (index < static_cast<int>(refs.size()) && refs[static_cast<std::size_t>(index)] == ref)
            ++index;
    }
    return std::max(0, index - 1);
}

} // namespace

std::vector<Step> pipelineSteps(const ModelSpec& spec, const Place& place)
{
    std::vector<Step> steps;
    for (const StepRef& ref : stepsOf(spec)) {
        const Scope scope = infoOf(ref.step).scope;
        const bool isAttention = scope == Scope::Attention || scope == Scope::Head;
        if (ref.side == place.side && (ref.layer < 0 || ref.layer == place.layer) && isOfHead(ref, place.head, spec)
            && (!isAttention || ref.isCross == place.isCross))
            steps.push_back(ref.step);
    }
    return steps;
}

Place atStep(const Place& place, Step step, const Trace& trace)
{
    Place next = place;
    next.step = step;
    return clamped(next, trace);
}

WalkPosition walkPosition(const Place& place, const Trace& trace)
{
    const auto refs = walk(place, trace);
    return {indexOf(place, refs, trace), static_cast<int>(refs.size())};
}

Place atWalkPosition(const Place& place, const Trace& trace, int index)
{
    const auto refs = walk(place, trace);
    if (refs.empty())
        return place;
    const int inside = std::clamp(index, 0, static_cast<int>(refs.size()) - 1);
    return placeAt(place, refs[static_cast<std::size_t>(inside)], trace);
}

Place nextStep(const Place& place, const Trace& trace)
{
    return atWalkPosition(place, trace, walkPosition(place, trace).index + 1);
}

Place previousStep(const Place& place, const Trace& trace)
{
    return atWalkPosition(place, trace, walkPosition(place, trace).index - 1);
}

Place firstStep(const Place& place, const Trace& trace)
{
    return atWalkPosition(place, trace, 0);
}

Place lastStep(const Place& place, const Trace& trace)
{
    return atWalkPosition(place, trace, walkPosition(place, trace).count - 1);
}

QString shortName(Step step)
{
    const auto words = [](const char* text) { return QCoreApplication::translate("StepName", text); };
    switch (step) {
    case Step::Tokens: return words(QT_TRANSLATE_NOOP("StepName", "tokens"));
    case Step::Positions: return words(QT_TRANSLATE_NOOP("StepName", "numbers"));
    case Step::EmbedStart: return words(QT_TRANSLATE_NOOP("StepName", "start"));
    case Step::EmbedScaled: return words(QT_TRANSLATE_NOOP("StepName", "× scale"));
    case Step::EmbedProject: return words(QT_TRANSLATE_NOOP("StepName", "widened"));
    case Step::QNorm: return words(QT_TRANSLATE_NOOP("StepName", "Q normed"));
    case Step::KNorm: return words(QT_TRANSLATE_NOOP("StepName", "K normed"));
    case Step::Pixels: return words(QT_TRANSLATE_NOOP("StepName", "picture"));
    case Step::Patches: return words(QT_TRANSLATE_NOOP("StepName", "patches"));
    case Step::Mel: return words(QT_TRANSLATE_NOOP("StepName", "spectrogram"));
    case Step::Conv1Pre:
    case Step::ConvPre:
    case Step::Conv2Pre: return words(QT_TRANSLATE_NOOP("StepName", "convolution"));
    case Step::Conv1Post:
    case Step::ConvPost:
    case Step::Conv2Post: return words(QT_TRANSLATE_NOOP("StepName", "activation"));
    case Step::EmbedPatch: return QStringLiteral("· W_E");
    case Step::EmbedSequence: return words(QT_TRANSLATE_NOOP("StepName", "[CLS; patches]"));
    case Step::HeadScaled: return QStringLiteral("· s");
    case Step::ClassLogits: return words(QT_TRANSLATE_NOOP("StepName", "class head"));
    case Step::DistillationLogits: return words(QT_TRANSLATE_NOOP("StepName", "taught head"));
    case Step::EmbedToken: return words(QT_TRANSLATE_NOOP("StepName", "embedding"));
    case Step::EmbedPosition: return words(QT_TRANSLATE_NOOP("StepName", "position"));
    case Step::EmbedType: return words(QT_TRANSLATE_NOOP("StepName", "segment"));
    case Step::EmbedSum: return words(QT_TRANSLATE_NOOP("StepName", "X = sum"));
    case Step::EmbedNorm:
    case Step::Ln1Out:
    case Step::LnCrossOut:
    case Step::Ln2Out:
    case Step::LnConvOut:
    case Step::HeadNorm: return words(QT_TRANSLATE_NOOP("StepName", "norm"));
    case Step::ResidPre: return QStringLiteral("X");
    case Step::Q: return QStringLiteral("Q");
    case Step::K: return QStringLiteral("K");
    case Step::V: return QStringLiteral("V");
    case Step::EmbedRelative: return words(QT_TRANSLATE_NOOP("StepName", "distances"));
    case Step::EmbedRelativeNorm:
    case Step::MemoryNorm: return words(QT_TRANSLATE_NOOP("StepName", "norm"));
    case Step::Memory: return words(QT_TRANSLATE_NOOP("StepName", "memory"));
    case Step::WithMemory: return words(QT_TRANSLATE_NOOP("StepName", "+ memory"));
    case Step::QContent: return QStringLiteral("Q + u");
    case Step::QPosition: return QStringLiteral("Q + v");
    case Step::QSegment: return QStringLiteral("Q + s");
    case Step::PositionK: return words(QT_TRANSLATE_NOOP("StepName", "K of distances"));
    case Step::PositionQ: return words(QT_TRANSLATE_NOOP("StepName", "Q of distances"));
    case Step::ScoresC2P: return words(QT_TRANSLATE_NOOP("StepName", "content → position"));
    case Step::ScoresP2C: return words(QT_TRANSLATE_NOOP("StepName", "position → content"));
    case Step::ScoresSegment: return words(QT_TRANSLATE_NOOP("StepName", "segments"));
    case Step::ScoresSum: return words(QT_TRANSLATE_NOOP("StepName", "sum of scores"));
    case Step::HeadScores: return words(QT_TRANSLATE_NOOP("StepName", "scores"));
    case Step::QRot: return words(QT_TRANSLATE_NOOP("StepName", "Q rotated"));
    case Step::KRot: return words(QT_TRANSLATE_NOOP("StepName", "K rotated"));
    case Step::Scores: return QStringLiteral("Q·Kᵀ");
    case Step::Scaled: return QStringLiteral("÷ √d_k");
    case Step::PositionBias: return words(QT_TRANSLATE_NOOP("StepName", "bias"));
    case Step::Biased: return words(QT_TRANSLATE_NOOP("StepName", "+ bias"));
    case Step::Mask: return words(QT_TRANSLATE_NOOP("StepName", "mask"));
    case Step::Masked: return words(QT_TRANSLATE_NOOP("StepName", "+ mask"));
    case Step::SoftmaxMax: return words(QT_TRANSLATE_NOOP("StepName", "max"));
    case Step::SoftmaxShifted: return words(QT_TRANSLATE_NOOP("StepName", "− max"));
    case Step::SoftmaxExp: return QStringLiteral("exp");
    case Step::SoftmaxSum: return words(QT_TRANSLATE_NOOP("StepName", "sum"));
    case Step::Pattern: return QStringLiteral("softmax");
    case Step::Z: return QStringLiteral("· V");
    case Step::Concat: return words(QT_TRANSLATE_NOOP("StepName", "concat"));
    case Step::AttnOut: return QStringLiteral("· W_O");
    case Step::ResidMid:
    case Step::ResidCross:
    case Step::ResidConv:
    case Step::ResidPost: return words(QT_TRANSLATE_NOOP("StepName", "+ residual"));
    case Step::MlpPre: return QStringLiteral("· W₁");
    case Step::MlpGate: return words(QT_TRANSLATE_NOOP("StepName", "gate"));
    case Step::MlpPost: return words(QT_TRANSLATE_NOOP("StepName", "activation"));
    case Step::MlpOut: return QStringLiteral("· W₂");
    case Step::LnFinalOut: return words(QT_TRANSLATE_NOOP("StepName", "final norm"));
    case Step::PoolerPre: return words(QT_TRANSLATE_NOOP("StepName", "pooler"));
    case Step::HeadPre: return words(QT_TRANSLATE_NOOP("StepName", "head"));
    case Step::PoolerOut:
    case Step::HeadPost: return words(QT_TRANSLATE_NOOP("StepName", "activation"));
    case Step::PairLogits: return words(QT_TRANSLATE_NOOP("StepName", "pair"));
    case Step::Logits: return words(QT_TRANSLATE_NOOP("StepName", "logits"));
    case Step::ChoiceScore: return words(QT_TRANSLATE_NOOP("StepName", "choice"));
    case Step::ClassProbs: return QStringLiteral("sigmoid");
    case Step::PairProbs:
    case Step::SpanProbs: return QStringLiteral("softmax");
    case Step::Probs: return words(QT_TRANSLATE_NOOP("StepName", "output"));
    }
    return {};
}

} // namespace hl::ui
