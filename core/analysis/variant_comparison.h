#pragma once

#include "core/analysis/cost.h"
#include "core/trace/trace.h"

namespace hl {

/// A head's attention in another way beside full attention: both in float64 from the trace's own queries, keys and values.
struct VariantComparison
{
    StepRef step;              ///< the head's pattern
    VariantResult full;        ///< every key allowed: the model's own mask is left out
    VariantResult variant;
    MatrixOf<double> difference; ///< of the weights: variant − full
    Index row = 0;             ///< where |difference| is largest
    Index col = 0;
    double largest = 0.0;
    double kept = 1.0;         ///< mean over queries of the weight that full attention has on keys the variant sees
    double outputSize = 0.0;   ///< ‖z‖ of full attention, over all queries
    double outputChange = 0.0; ///< ‖z' − z‖
    double cosine = 1.0;       ///< z · z' / (‖z‖ ‖z'‖); NaN where a norm is 0
    double fromModel = 0.0;    ///< max |variant − weights of the trace|: 0 but for rounding where the model does this itself
    LayerSizes sizes;
    Work counted;              ///< of the head, counted while it was computed

    [[nodiscard]] Index queries() const { return full.weights.rows(); }
    [[nodiscard]] Index keys() const { return full.weights.cols(); }
    /// Queries and keys are those of one text, so that its cost is that for n tokens and a path along the text means something.
    [[nodiscard]] bool isOfOneText() const { return !step.isCross && queries() == keys(); }
};

/// What a computed comparison may hold; a longer text is refused with a sentence.
inline constexpr Index mostVariantCells = Index(1) << 22;

/// Errors: a step that was not kept, scores with terms of positions, a text too long.
[[nodiscard]] Result<VariantComparison> compareVariant(const Trace& trace, const StepRef& place, const AttentionVariant& variant,
                                                       const VariantParameters& parameters);

} // namespace hl
