#pragma once

#include "core/attention/masks.h"
#include "core/base/matrix.h"
#include "core/base/number_type.h"
#include "core/trace/step.h"

#include <map>
#include <vector>

namespace hl {

/// One matrix per head.
using HeadMatrices = std::vector<MatrixOf<double>>;

/// A weight matrix [in, out] with its bias [1, out]; both may be absent (no rows).
struct Projection
{
    MatrixOf<double> weight;
    MatrixOf<double> bias;

    [[nodiscard]] bool isGiven() const { return weight.size() > 0; }
};

/// What one attention layer starts from, as much of it as there is; what is absent has no rows. The computation begins at
/// the first thing that is there: embedding, x, q and k, or the numbers of a later step.
struct AttentionProblem
{
    Index heads = 1;
    Index headWidth = 0;  ///< d_k
    Index modelWidth = 0; ///< d_model; 0: not known
    MatrixOf<double> embedding; ///< tokens without positions, [n, d_model]
    MatrixOf<double> positions; ///< what is added to the embedding; absent: sines and cosines
    MatrixOf<double> x;         ///< what enters the projections, [n, d_model]
    MatrixOf<double> xKeys;     ///< the same for keys and values, [m, d_model], where it is another text
    Projection toQuery, toKey, toValue, toOutput;
    MatrixOf<double> q, k, v; ///< heads side by side: [n, heads · d_k], [m, heads · d_k], [m, heads · d_v]
    bool isSplit = false;     ///< q, k, v came as separate heads, so that they cannot be split wrongly
    double scale = 0.0;       ///< scores are multiplied by this; 0: 1/√d_k
    std::map<Step, HeadMatrices> later; ///< Scores, Scaled, Masked or Pattern where q and k are absent
    HeadMatrices bias; ///< of positions, added to the scaled scores: none, or one per head
    MaskMatrix mask; ///< the same for all heads; no rows: nothing is forbidden
    NumberType type = NumberType::Single; ///< what the computation is done in by those who overflow

    [[nodiscard]] Index queries() const;
    [[nodiscard]] Index keys() const;
    [[nodiscard]] bool hasQueryKey() const { return (toQuery.isGiven() && toKey.isGiven()) || (q.size() > 0 && k.size() > 0); }
    [[nodiscard]] double trueScale() const;
};

/// True if the mask forbids every key after its query (queries and keys aligned at the end, or at the start).
[[nodiscard]] bool isCausal(const MaskMatrix& mask);
/// The last key that query 0 may see under such a mask: 0 where queries and keys start together.
[[nodiscard]] Index causalOffset(const MaskMatrix& mask);
/// Keys that are forbidden to every query although no causal mask forbids them.
[[nodiscard]] std::vector<bool> paddedKeys(const MaskMatrix& mask);
/// True if query `row` may see no key.
[[nodiscard]] bool isRowForbidden(const MaskMatrix& mask, Index row);
[[nodiscard]] bool hasForbiddenRow(const MaskMatrix& mask);
[[nodiscard]] bool isForbidden(double maskValue);

} // namespace hl
