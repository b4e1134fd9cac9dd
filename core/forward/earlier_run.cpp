#include "core/forward/earlier_run.h"

#include <algorithm>

namespace hl {

bool isCausal(const AttentionSpec& attention, const MaskChoice& choice)
{
    return choice.mode == MaskMode::Causal || (choice.mode == MaskMode::ModelDefault && attention.isCausal);
}

bool isCausalThroughout(const Model& model, const ForwardInput& input)
{
    const ModelSpec& spec = model.spec();
    if (spec.isEncoderDecoder() || spec.image || spec.audio || spec.arrays || spec.head.hasPooler || spec.head.isDistilled)
        return false;
    const StackSpec& stack = spec.stack(Side::Only);
    const bool hasRowsOfItsOwn = stack.positions.isRelative() || stack.positions.hasT5Bias()
                                 || stack.positions.kind == PositionKind::Alibi || stack.memory > 0 || stack.convolution;
    const bool isWordModel = spec.head.kind == HeadKind::LanguageModel || spec.head.kind == HeadKind::None;
    return isWordModel && !hasRowsOfItsOwn && isCausal(stack.attention, input.mask) && !input.mask.custom && input.source.allowed.empty()
           && !input.source.embeddings && input.source.memory.empty() && input.dtype == DType::Float32 && input.changes.isEmpty();
}

Index commonRows(const Trace& earlier, const Model& model, const ForwardInput& input)
{
    if (&earlier.model() != &model || !earlier.input() || earlier.input()->mask.mode != input.mask.mode
        || !isCausalThroughout(model, *earlier.input()) || !isCausalThroughout(model, input))
        return 0;
    const Tokens& before = earlier.tokens(Side::Only);
    const Tokens& now = input.source.tokens;
    const PositionSpec& positions = model.spec().stack(Side::Only).positions;
    const bool isLong = std::max(before.size(), now.size()) > static_cast<std::size_t>(positions.rotaryOriginalLength);
    if (positions.rotaryScaling == RotaryScaling::Dynamic && isLong && before.size() != now.size()) // another base turns all rows
        return 0;
    const auto isSame = [](const Token& a, const Token& b) { return a.id == b.id && a.segment == b.segment; };
    const auto differs = std::mismatch(before.begin(), before.end(), now.begin(), now.end(), isSame).first;
    return std::clamp<Index>(static_cast<Index>(now.size()) - 1, 0, differs - before.begin());
}

std::vector<StepRef> stepsOfAllRows(const ModelSpec& spec, const std::vector<StepRef>& kept)
{
    const StackSpec& stack = spec.stack(Side::Only);
    const bool isRotary = stack.positions.kind == PositionKind::Rotary;
    const bool isNormed = stack.attention.hasQueryKeyNorm;
    const bool needsQueries = std::any_of(kept.begin(), kept.end(), [](const StepRef& ref) {
        return ref.step == Step::Scores || ref.step == Step::Scaled;
    });
    std::vector<StepRef> steps;
    for (int layer = 0; layer < stack.layers; ++layer) {
        for (int head = 0; head < stack.attention.heads; ++head) {
            steps.push_back({isRotary ? Step::KRot : isNormed ? Step::KNorm : Step::K, layer, head});
            steps.push_back({Step::V, layer, head});
            if (needsQueries)
                steps.push_back({isRotary ? Step::QRot : isNormed ? Step::QNorm : Step::Q, layer, head});
        }
    }
    return steps;
}

} // namespace hl
