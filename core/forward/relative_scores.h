#pragma once

#include "core/forward/context.h"

#include <vector>

namespace hl {

/// The terms that scores get from the distances between queries and keys, recorded step by step: keys and queries of the
/// distances, the queries that meet them, and one matrix for each term and head.
template <class T>
class RelativeScores
{
public:
    /// q [n, heads · d_k], k [m, heads · d_k] of self-attention at `place`. Does nothing where the model has no such terms.
    RelativeScores(ForwardContext<T>& context, const StepRef& place, const ConstRef<T>& q, const ConstRef<T>& k);

    /// Rows whose dot products with the keys are the scores: the queries, or these plus a learned vector.
    [[nodiscard]] ConstRef<T> queries(int head) const;
    /// Sum of the terms of one head, [n, m]; without rows where there are none.
    [[nodiscard]] MatrixOf<T> terms(int head);
    [[nodiscard]] bool isAny() const { return m_stack.positions.isRelative() && !m_place.isCross; }

private:
    [[nodiscard]] StepRef at(Step step) const;
    /// How many tokens the text has whose distances from the keys count.
    [[nodiscard]] Index textRows() const;
    void settleHeads(Step step);
    void settle(Step step, int head);
    [[nodiscard]] ConstRef<T> ofHead(const ConstMap<T>& all, int head) const;
    ConstMap<T> withBias(Step step, const Tensor& bias);
    /// Rows of distances as keys or queries of all heads; a stack that takes them from another one finds them there.
    ConstMap<T> project(Step step, const Linear& weights);
    ConstMap<T> tableRows(Index first, Index count);
    /// out[i, j] = a[i] · rows[rowOf(i, j)], or with the key in place of the query.
    MatrixOf<T> gathered(const ConstRef<T>& a, const ConstRef<T>& rows, bool isOfKey) const;
    MatrixOf<T> segmentTerm(int head) const;

    ForwardContext<T>& m_context;
    StepRef m_place;
    const StackSpec& m_stack;
    const AttentionWeights& m_weights;
    ConstMap<T> m_q;
    ConstMap<T> m_k;
    ConstMap<T> m_content{nullptr, 0, 0, Eigen::OuterStride<>(0)};
    ConstMap<T> m_position{nullptr, 0, 0, Eigen::OuterStride<>(0)};
    ConstMap<T> m_segment{nullptr, 0, 0, Eigen::OuterStride<>(0)};
    ConstMap<T> m_positionK{nullptr, 0, 0, Eigen::OuterStride<>(0)};
    ConstMap<T> m_positionQ{nullptr, 0, 0, Eigen::OuterStride<>(0)};
    std::vector<MutableMap<T>> m_c2p, m_p2c, m_bySegment;
};

/// Records the rows of relative positions that all layers of a stack share, where it has them: keys − queries of them are
/// a memory's.
template <class T>
void recordRelativeRows(ForwardContext<T>& context, Side side, Index queries, Index keys);

} // namespace hl
