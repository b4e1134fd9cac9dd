#include "core/forward/relative_scores.h"

#include "core/attention/relative.h"
#include "core/forward/attention_layer.h"
#include "core/math/ops.h"

namespace hl {

namespace {

template <class T>
ConstMap<T> readOnly(const ConstRef<T>& rows)
{
    return {rows.data(), rows.rows(), rows.cols(), Eigen::OuterStride<>(rows.outerStride())};
}

template <class T>
ConstMap<T> readOnly(const MutableMap<T>& rows)
{
    return {rows.data(), rows.rows(), rows.cols(), Eigen::OuterStride<>(rows.outerStride())};
}

/// As readOnly(), for a member that is set once: a Map cannot be assigned.
template <class T>
void reset(ConstMap<T>& map, const ConstMap<T>& to)
{
    new (&map) ConstMap<T>(to.data(), to.rows(), to.cols(), Eigen::OuterStride<>(to.outerStride()));
}

} // namespace

template <class T>
RelativeScores<T>::RelativeScores(ForwardContext<T>& context, const StepRef& place, const ConstRef<T>& q, const ConstRef<T>& k)
    : m_context(context)
    , m_place(place)
    , m_stack(context.stack(place.side))
    , m_weights(context.weights(place.side).blocks[static_cast<std::size_t>(place.layer)].attention)
    , m_q(readOnly<T>(q))
    , m_k(readOnly<T>(k))
{
    reset<T>(m_content, m_q);
    reset<T>(m_position, m_q);
    if (!isAny())
        return;
    const PositionSpec& positions = m_stack.positions;
    const RelativeSpec& relative = positions.relative;
    if (positions.hasQueryBiases()) {
        reset<T>(m_content, withBias(Step::QContent, m_weights.contentBias));
        reset<T>(m_position, withBias(Step::QPosition, m_weights.positionBias));
        if (relative.hasSegments)
            reset<T>(m_segment, withBias(Step::QSegment, m_weights.segmentBias));
    }
    if (relative.kind == RelativeKind::Table) {
        const RelativeRows rows(relative, q.rows(), k.rows());
        reset<T>(m_positionK, tableRows(rows.firstRow(), rows.count()));
    } else {
        if (relative.hasContentToPosition)
            reset<T>(m_positionK, project(Step::PositionK, m_weights.positionK));
        if (relative.hasPositionToContent)
            reset<T>(m_positionQ, project(Step::PositionQ, m_weights.positionQ));
    }
    const auto perHead = [&](Step step) {
        return context.trace.template roomPerHead<T>(at(step), m_stack.attention.heads, q.rows(), k.rows());
    };
    if (relative.hasContentToPosition)
        m_c2p = perHead(Step::ScoresC2P);
    if (relative.hasPositionToContent)
        m_p2c = perHead(Step::ScoresP2C);
    if (relative.hasSegments)
        m_bySegment = perHead(Step::ScoresSegment);
}

template <class T>
StepRef RelativeScores<T>::at(Step step) const
{
    return {step, m_place.layer, -1, m_place.side, false};
}

template <class T>
Index RelativeScores<T>::textRows() const
{
    return m_place.side == keySide(m_place) ? m_q.rows() : static_cast<Index>(m_context.trace.tokens(keySide(m_place)).size());
}

template <class T>
void RelativeScores<T>::settleHeads(Step step)
{
    StepRef ref = at(step);
    for (ref.head = 0; ref.head < m_stack.attention.heads; ++ref.head)
        m_context.trace.template settle<T>(ref);
}

template <class T>
void RelativeScores<T>::settle(Step step, int head)
{
    StepRef ref = at(step);
    ref.head = head;
    m_context.trace.template settle<T>(ref);
}

template <class T>
ConstRef<T> RelativeScores<T>::ofHead(const ConstMap<T>& all, int head) const
{
    // A table that all heads share is as wide as one head.
    const Index dHead = m_stack.attention.dHead;
    return all.cols() == dHead ? ConstRef<T>(all) : ConstRef<T>(all.middleCols(head * dHead, dHead));
}

template <class T>
ConstRef<T> RelativeScores<T>::queries(int head) const
{
    const Index dHead = m_stack.attention.dHead;
    return m_content.middleCols(head * dHead, dHead);
}

template <class T>
ConstMap<T> RelativeScores<T>::withBias(Step step, const Tensor& bias)
{
    const AttentionSpec& attention = m_stack.attention;
    MutableMap<T> out =
        m_context.trace.template roomSideBySide<T>(at(step), attention.heads, m_q.rows(), attention.dHead);
    out = m_q.rowwise() + RowOf<T>(bias.template as<T>().row(0));
    settleHeads(step);
    return readOnly<T>(out);
}

template <class T>
ConstMap<T> RelativeScores<T>::project(Step step, const Linear& weights)
{
    const AttentionSpec& attention = m_stack.attention;
    if (const StepRef there = sharedStep(at(step)); there != at(step))
        return headsSideBySide<T>(m_context, there, attention.heads);
    const Step embedded = m_stack.positions.relative.isNormed ? Step::EmbedRelativeNorm : Step::EmbedRelative;
    const auto rows = m_context.trace.viewOf(StepRef{.step = embedded, .side = m_place.side}).template as<T>();
    MutableMap<T> out = m_context.trace.template roomSideBySide<T>(at(step), attention.heads, rows.rows(), attention.dHead);
    linear<T>(rows, weights, out, &m_context.crew);
    settleHeads(step);
    return readOnly<T>(out);
}

template <class T>
ConstMap<T> RelativeScores<T>::tableRows(Index first, Index count)
{
    const AttentionSpec& attention = m_stack.attention;
    MutableMap<T> out = m_context.trace.template roomSideBySide<T>(at(Step::PositionK), attention.heads, count,
                                                                   attention.dHead, 1);
    out = m_weights.distances.template as<T>().middleRows(first, count);
    settleHeads(Step::PositionK);
    return readOnly<T>(out);
}

template <class T>
MatrixOf<T> RelativeScores<T>::gathered(const ConstRef<T>& a, const ConstRef<T>& rows, bool isOfKey) const
{
    const RelativeRows which(m_stack.positions.relative, textRows(), m_k.rows());
    const MatrixOf<T> all = a * rows.transpose();
    MatrixOf<T> out(m_q.rows(), m_k.rows());
    for (Index i = 0; i < out.rows(); ++i) {
        const Index place = m_context.trace.placeOf(m_place.side, i);
        for (Index j = 0; j < out.cols(); ++j)
            out(i, j) = all(isOfKey ? j : i, which.rowOf(place, j));
    }
    return out;
}

template <class T>
MatrixOf<T> RelativeScores<T>::segmentTerm(int head) const
{
    const Index dHead = m_stack.attention.dHead;
    decltype(auto) table = m_weights.segments.template as<T>();
    const MatrixOf<T> both = ofHead(m_segment, head) * table.middleCols(head * dHead, dHead).transpose(); // same, other
    const Tokens& tokens = m_context.trace.tokens(m_place.side);
    const Tokens& keys = m_context.trace.tokens(keySide(m_place));
    const Index memory = m_k.rows() - textRows();
    MatrixOf<T> out(m_q.rows(), m_k.rows());
    for (Index i = 0; i < out.rows(); ++i) {
        for (Index j = 0; j < out.cols(); ++j) {
            const int own = tokens[static_cast<std::size_t>(i)].segment;
            const int other = j < memory ? 0 : keys[static_cast<std::size_t>(j - memory)].segment;
            out(i, j) = both(i, own == other ? 0 : 1);
        }
    }
    return out;
}

template <class T>
MatrixOf<T> RelativeScores<T>::terms(int head)
{
    if (!isAny())
        return {};
    const auto h = static_cast<std::size_t>(head);
    const bool isOneTable = m_stack.positions.relative.kind == RelativeKind::Table;
    MatrixOf<T> sum = MatrixOf<T>::Zero(m_q.rows(), m_k.rows());
    if (!m_c2p.empty()) {
        m_c2p[h] = gathered(ofHead(m_position, head), ofHead(m_positionK, head), false);
        settle(Step::ScoresC2P, head);
        sum += m_c2p[h];
    }
    if (!m_p2c.empty()) {
        m_p2c[h] = gathered(ofHead(m_k, head), ofHead(isOneTable ? m_positionK : m_positionQ, head), true);
        settle(Step::ScoresP2C, head);
        sum += m_p2c[h];
    }
    if (!m_bySegment.empty()) {
        m_bySegment[h] = segmentTerm(head);
        settle(Step::ScoresSegment, head);
        sum += m_bySegment[h];
    }
    return sum;
}

template <class T>
void recordRelativeRows(ForwardContext<T>& context, Side side, Index queries, Index keys)
{
    const StackSpec& stack = context.stack(side);
    const RelativeSpec& relative = stack.positions.relative;
    if (relative.kind != RelativeKind::Disentangled && relative.kind != RelativeKind::Sinusoidal)
        return;
    const RelativeRows which(relative, queries, keys);
    const Index d = context.model.spec().dModel;
    MutableMap<T> rows = context.trace.template room<T>(StepRef{.step = Step::EmbedRelative, .side = side}, which.count(), d);
    if (relative.kind == RelativeKind::Disentangled) {
        decltype(auto) table = context.weights(side).relative.template as<T>();
        rows = table.middleRows(which.firstRow(), which.count());
    } else {
        for (Index row = 0; row < rows.rows(); ++row) {
            for (Index col = 0; col < d; ++col)
                rows(row, col) = static_cast<T>(relativeSinusoid(which.distanceOf(row), col, d));
        }
    }
    context.trace.template settle<T>(StepRef{.step = Step::EmbedRelative, .side = side});
    if (!relative.isNormed)
        return;
    const StepRef normed{.step = Step::EmbedRelativeNorm, .side = side};
    normRows<T>(stack.norm, stack.normEpsilon, rows, context.weights(side).relativeNorm,
                context.trace.template room<T>(normed, rows.rows(), d));
    context.trace.template settle<T>(normed);
}

template class RelativeScores<float>;
template class RelativeScores<double>;
template void recordRelativeRows<float>(ForwardContext<float>&, Side, Index, Index);
template void recordRelativeRows<double>(ForwardContext<double>&, Side, Index, Index);

} // namespace hl
