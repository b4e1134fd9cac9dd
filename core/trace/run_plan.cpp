#include "core/trace/run_plan.h"

#include "core/attention/relative.h"

#include <algorithm>
#include <array>

namespace hl {

bool hasAllLogits(const ModelSpec& spec, bool isWanted)
{
    return isWanted || spec.head.kind == HeadKind::MaskedWord || spec.head.kind == HeadKind::Classes;
}

namespace {

/// Scaling comes after a projection of the token rows, but before one of the norm's output.
Index scaledWidth(const StackSpec& stack, int dModel)
{
    return stack.projection == EmbeddingProjection::OfTokens ? dModel : stack.tokenWidth(dModel);
}

} // namespace

StepShape shapeOf(const StepRef& ref, const ModelSpec& spec, Index sourceTokens, Index targetTokens, bool allLogits,
                  Index memory)
{
    const StackSpec& stack = spec.stack(ref.side);
    const AttentionSpec& attention = ref.isCross ? *stack.cross : stack.attention;
    const bool isOfText = ref.side != Side::Decoder && ref.side != Side::Query;
    const Index own = isOfText ? sourceTokens : targetTokens;
    const Index ofKeys = keySide(ref) == Side::Decoder ? targetTokens : sourceTokens;
    const Index keys = spec.arrays ? spec.arrays->keys : ofKeys + (stack.memory > 0 && !ref.isCross ? memory : 0);
    const auto length = [&](Axis axis) -> Index {
        switch (axis) {
        case Axis::Position:
        case Axis::Query: return own;
        case Axis::Key: return keys;
        case Axis::Distance: return RelativeRows(stack.positions.relative, own, keys).count();
        case Axis::MemoryRow: return memory;
        case Axis::Model: return spec.dModel;
        case Axis::HeadFeature: return attention.dHead;
        case Axis::ValueFeature: return attention.dValue;
        case Axis::HeadsJoined: return Index{attention.heads} * attention.dValue;
        case Axis::Mlp: return stack.mlp.dMlp;
        case Axis::Vocabulary: return spec.outputs();
        case Axis::PairClass: return static_cast<Index>(classesOf(spec.head.pairQuestion).size());
        case Axis::One: return 1;
        case Axis::PixelRow: return spec.image ? Index{spec.image->channels} * spec.image->height : 0;
        case Axis::PixelColumn: return spec.image ? spec.image->width : 0;
        case Axis::Patch: return spec.image ? spec.image->patches() : 0;
        case Axis::Frame: return spec.audio ? spec.audio->frames() : 0;
        case Axis::MelBin: return spec.audio ? spec.audio->melBins : 0;
        case Axis::PatchFeature: return spec.image ? spec.image->patchFeatures() : 0;
        }
        return 0;
    };
    const auto& info = infoOf(ref.step);
    StepShape shape{length(info.rows), length(info.cols)};
    switch (ref.step) {
    case Step::EmbedToken: shape.cols = stack.tokenWidth(spec.dModel); break;
    case Step::EmbedPosition:
    case Step::EmbedType:
    case Step::EmbedSum:
    case Step::EmbedNorm: shape.cols = stack.sumWidth(spec.dModel); break;
    case Step::EmbedScaled: shape.cols = scaledWidth(stack, spec.dModel); break;
    case Step::HeadPre:
    case Step::HeadPost:
    case Step::HeadNorm: shape.cols = spec.head.width > 0 ? spec.head.width : spec.dModel; break;
    case Step::HeadScores: shape.cols += static_cast<Index>(spec.head.cutoffs.size()); break;
    default: break;
    }
    const bool isOfOneRow = spec.head.kind == HeadKind::Classes && spec.head.classRow != ClassRow::Each;
    if (isOfLogits(ref.step) && (isOfOneRow || !hasAllLogits(spec, allLogits)))
        shape.rows = 1;
    return shape;
}

int headsOf(const StepRef& ref, const ModelSpec& spec)
{
    const StackSpec& stack = spec.stack(ref.side);
    return (ref.isCross ? *stack.cross : stack.attention).heads;
}

namespace {

/// How many heads' numbers a step's buffer holds: keys and values may be shared.
int storedHeadsOf(const StepRef& ref, const ModelSpec& spec)
{
    const StackSpec& stack = spec.stack(ref.side);
    const AttentionSpec& attention = ref.isCross ? *stack.cross : stack.attention;
    if (ref.step == Step::PositionK && stack.positions.relative.kind == RelativeKind::Table)
        return 1;
    const bool isShared = ref.step == Step::K || ref.step == Step::V || ref.step == Step::KNorm || ref.step == Step::KRot;
    return isShared ? attention.keyHeads() : attention.heads;
}

/// True if all heads of a layer lie in one buffer, so that keeping one head keeps them all. The mask is one matrix.
bool isOneBufferPerLayer(Step step)
{
    return infoOf(step).scope == Scope::Head && step != Step::Mask;
}

/// A name for the buffer a step lies in: copies, joined heads and masks have none of their own.
StepRef bufferOf(const StepRef& ref, const ModelSpec& spec, WantedSteps& isWanted)
{
    StepRef buffer = ref;
    if (ref.step == Step::ResidPre) {
        const StepRef original = inputsOf(ref, spec).front();
        return isWanted(original) ? original : ref;
    }
    if (ref.step == Step::Concat) {
        buffer.step = Step::Z;
        for (buffer.head = 0; buffer.head < headsOf(ref, spec); ++buffer.head) {
            if (isWanted(buffer)) {
                buffer.head = 0;
                return buffer;
            }
        }
        return ref;
    }
    if (ref.step == Step::Mask)
        buffer.layer = ref.isCross ? 0 : spec.stack(ref.side).attention.firstLayerOfWindow(ref.layer);
    if (ref.head >= 0)
        buffer.head = 0;
    return buffer;
}

/// Bytes at most of what is not kept and has room all the same while it is needed: the attention of a layer until that is
/// done, the rest of it until the next one is, what belongs to no layer until the end.
std::uint64_t scratchBytes(const StepOrder& order, const CapturePlan& plan, const std::vector<std::uint64_t>& bytesOfSteps)
{
    struct Layers
    {
        std::uint64_t before = 0, attention = 0, rest = 0, most = 0;
    };
    std::array<Layers, 4> ofSides; // of one stack some layers may still be there while another's are computed
    std::uint64_t ofNoLayer = 0;
    for (std::size_t i = 0; i < order.steps().size(); ++i) {
        const StepRef& ref = order.steps()[i];
        Layers& side = ofSides.at(static_cast<std::size_t>(ref.side));
        if (ref.step == Step::ResidPre) {
            side.before = side.rest;
            side.attention = side.rest = 0;
        }
        if (plan.keep[i] || ref.step == Step::ResidPre || ref.step == Step::Concat || ref.step == Step::Mask)
            continue; // the last three lie in the room of others
        const Scope scope = infoOf(ref.step).scope;
        const bool isAttention = scope == Scope::Head || scope == Scope::Attention;
        (ref.layer < 0 ? ofNoLayer : isAttention ? side.attention : side.rest) += bytesOfSteps[i];
        side.most = std::max(side.most, side.before + side.attention + side.rest);
    }
    for (const Layers& side : ofSides)
        ofNoLayer += side.most;
    return ofNoLayer;
}

} // namespace

RunPlan planRun(const ModelSpec& spec, const StepOrder& order, DType dtype, Index source, Index target, Index memory, const Capture& capture)
{
    const std::uint64_t width = dtype == DType::Float32 ? 4 : 8; // bytes
    RunPlan plan;
    std::vector<StepSize> sizes;
    std::vector<std::uint64_t> own; // bytes of each step by itself
    const std::vector<StepRef>& steps = order.steps();
    std::vector<bool> isCounted(steps.size()); // buffers, by the first wanted step that lies in them
    sizes.reserve(steps.size());
    own.reserve(steps.size());
    WantedSteps isWanted(capture);
    for (const StepRef& ref : steps) {
        const StepShape shape = shapeOf(ref, spec, source, target, capture.allLogits, memory);
        const std::uint64_t bytes = static_cast<std::uint64_t>(shape.rows * shape.cols) * width;
        const int heads = isOneBufferPerLayer(ref.step) ? storedHeadsOf(ref, spec) : 1;
        const bool isKept = isWanted(ref);
        bool isNew = false;
        if (isKept) {
            const std::size_t buffer = order.placeOf(bufferOf(ref, spec, isWanted)).value();
            isNew = !isCounted[buffer];
            isCounted[buffer] = true;
        }
        sizes.push_back({ref, isNew ? bytes * static_cast<std::uint64_t>(heads) : 0, isKept});
        own.push_back(bytes);
    }
    plan.capture = planCapture(sizes, capture.maxBytes);
    plan.peakBytes = plan.capture.bytes + scratchBytes(order, plan.capture, own);
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const StepInfo& info = infoOf(sizes[i].ref.step);
        if (plan.capture.keep[i] && info.rows == Axis::Query && info.cols == Axis::Key)
            plan.cellBytes += sizes[i].bytes;
    }
    return plan;
}

} // namespace hl
