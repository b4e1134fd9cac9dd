#include "core/analysis/variant_comparison.h"

#include "core/analysis/attention_problem.h"

#include <cmath>
#include <limits>

namespace hl {

namespace {

VariantHead headOf(AttentionProblem problem, bool isCross)
{
    VariantHead head;
    head.scale = problem.trueScale();
    // Queries of a text with a memory before it stand at the end of the keys.
    head.offset = isCross ? 0 : problem.k.rows() - problem.q.rows();
    if (!problem.bias.empty())
        head.bias = std::move(problem.bias.front());
    head.q = std::move(problem.q);
    head.k = std::move(problem.k);
    head.v = std::move(problem.v);
    return head;
}

void compareWeights(const AttentionVariant& variant, const VariantParameters& parameters, Index offset, VariantComparison& out)
{
    out.difference = out.variant.weights - out.full.weights;
    double kept = 0.0;
    for (Index i = 0; i < out.difference.rows(); ++i) {
        for (Index j = 0; j < out.difference.cols(); ++j) {
            const double moved = std::abs(out.difference(i, j));
            if (moved > out.largest) {
                out.largest = moved;
                out.row = i;
                out.col = j;
            }
            if (!variant.sees || variant.sees(offset + i, j, parameters))
                kept += out.full.weights(i, j);
        }
    }
    out.kept = kept / static_cast<double>(out.difference.rows());
}

} // namespace

Result<VariantComparison> compareVariant(const Trace& trace, const StepRef& place, const AttentionVariant& variant,
                                         const VariantParameters& parameters)
{
    VariantComparison out;
    out.step = place;
    out.step.step = Step::Pattern;
    const MatrixView model = trace.view(out.step);
    if (!model)
        return fail(ErrorCode::NotCaptured, HL_NOOP("core", "The weights of layer %1 were not kept: choose a shorter text."),
                    {std::to_string(place.layer)});
    if (model.rows() * model.cols() > mostVariantCells)
        return fail(ErrorCode::TextTooLong, HL_NOOP("core", "The text is too long to compute its attention in another way (%1 × %2 weights): shorten it."),
                    {std::to_string(model.rows()), std::to_string(model.cols())});
    auto problem = attentionProblemOf(trace, place);
    if (!problem)
        return tl::unexpected(problem.error());
    const VariantHead head = headOf(std::move(*problem), place.isCross);
    out.full = computeVariant(attentionVariants().front(), head, parameters);
    variant.run(head, parameters, out.variant, &out.counted);
    compareWeights(variant, parameters, head.offset, out);
    const double changedSize = out.variant.z.norm();
    out.outputSize = out.full.z.norm();
    out.outputChange = (out.variant.z - out.full.z).norm();
    const double product = out.outputSize * changedSize;
    out.cosine = product > 0.0 ? out.full.z.cwiseProduct(out.variant.z).sum() / product : std::numeric_limits<double>::quiet_NaN();
    for (Index i = 0; i < model.rows(); ++i) {
        for (Index j = 0; j < model.cols(); ++j)
            out.fromModel = std::max(out.fromModel, std::abs(out.variant.weights(i, j) - model.at(i, j)));
    }
    const ModelSpec& spec = trace.model().spec();
    const StackSpec& stack = spec.stack(place.side);
    const AttentionSpec& attention = place.isCross ? *stack.cross : stack.attention;
    out.sizes = {attention.heads, attention.dHead, attention.dValue, spec.dModel};
    return out;
}

} // namespace hl
