#include "core/analysis/rollout.h"

namespace hl {

Result<std::vector<MatrixOf<double>>> mixedLayers(const Trace& trace, Side side)
{
    if (side == Side::Query)
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "The query stream looks at the content stream, never at itself: it has no rollout and no flow. Choose a head of the content stream."));
    const StackSpec& stack = trace.model().spec().stack(side);
    std::vector<MatrixOf<double>> layers;
    for (int layer = 0; layer < stack.layers; ++layer) {
        MatrixOf<double> mixed;
        for (int head = 0; head < stack.attention.heads; ++head) {
            const StepRef ref{.step = Step::Pattern, .layer = layer, .head = head, .side = side};
            const MatrixView pattern = trace.view(ref);
            if (!pattern)
                return fail(ErrorCode::NotCaptured,
                            HL_NOOP("core", "%1 was not kept in this run; rollout and flow need every head."), {nameOf(ref)});
            if (pattern.rows() != pattern.cols())
                return fail(ErrorCode::Unsupported,
                            HL_NOOP("core", "Rollout and flow need keys that are the text's own positions; this model also looks at a memory."));
            if (mixed.size() == 0)
                mixed = MatrixOf<double>::Zero(pattern.rows(), pattern.cols());
            for (Index row = 0; row < pattern.rows(); ++row) {
                for (Index key = 0; key < pattern.cols(); ++key)
                    mixed(row, key) += pattern.at(row, key);
            }
        }
        if (!mixed.allFinite())
            return fail(ErrorCode::BadInput,
                        HL_NOOP("core", "Layer %1 has weights that are not finite, so nothing can be added up over the layers."),
                        {std::to_string(layer)});
        mixed *= 0.5 / stack.attention.heads;
        mixed.diagonal().array() += 0.5;
        for (Index row = 0; row < mixed.rows(); ++row)
            mixed.row(row) /= mixed.row(row).sum();
        layers.push_back(std::move(mixed));
    }
    return layers;
}

MatrixOf<double> attentionRollout(const std::vector<MatrixOf<double>>& layers)
{
    HL_ASSERT(!layers.empty());
    MatrixOf<double> product = layers.front();
    for (std::size_t layer = 1; layer < layers.size(); ++layer)
        product = (layers[layer] * product).eval();
    return product;
}

std::vector<double> attentionRolloutRow(const std::vector<MatrixOf<double>>& layers, Index row)
{
    HL_ASSERT(!layers.empty() && row >= 0 && row < layers.back().rows());
    RowOf<double> share = layers.back().row(row);
    for (std::size_t layer = layers.size() - 1; layer-- > 0;)
        share = (share * layers[layer]).eval();
    return {share.data(), share.data() + share.size()};
}

} // namespace hl
