#include "core/forward/attention_layer.h"

#include "core/attention/positions.h"
#include "core/base/spare_memory.h"
#include "core/forward/attend.h"
#include "core/forward/relative_scores.h"
#include "core/forward/settle_attention.h"
#include "core/math/ops.h"

#include <array>
#include <type_traits>

namespace hl {

namespace {

StepRef stepAt(const StepRef& place, Step step, int head = -1)
{
    return {step, place.layer, head, place.side, place.isCross};
}

/// Step by step what was changed by hand, over the heads' numbers that lie side by side.
template <class T>
void settleHeads(ForwardContext<T>& context, const StepRef& place, Step step, int heads)
{
    for (int head = 0; head < heads; ++head)
        context.trace.template settle<T>(stepAt(place, step, head));
}

template <class T>
MutableMap<T> noRoom()
{
    return {nullptr, 0, 0, Eigen::OuterStride<>(0)};
}

template <class T>
MutableMap<T> rotated(ForwardContext<T>& context, const StepRef& ref, const AttentionSpec& spec,
                      const PositionSpec& positions, const MutableMap<T>& rows)
{
    const Index heads = rows.cols() / spec.dHead;
    MutableMap<T> out = context.trace.template roomSideBySide<T>(ref, spec.heads, rows.rows(), spec.dHead,
                                                                 static_cast<int>(heads));
    for (Index head = 0; head < heads; ++head)
        rotateRows<T>(positions, rows.middleCols(head * spec.dHead, spec.dHead),
                      out.middleCols(head * spec.dHead, spec.dHead), context.trace.rowsTaken());
    settleHeads(context, ref, ref.step, spec.heads);
    return out;
}

/// The same rows with those above them that were taken over from an earlier run.
template <class T>
MutableMap<T> withTaken(const MutableMap<T>& rows, Index taken)
{
    T* data = const_cast<T*>(rows.data());
    return {data - taken * rows.outerStride(), taken + rows.rows(), rows.cols(), Eigen::OuterStride<>(rows.outerStride())};
}

/// Scores of queries whose rows were taken over against the keys that are new to them. `scores` and `scaled` are the rows
/// below, without rows where they are not kept.
void scoreEarlierRows(const ConstRef<float>& queries, const ConstRef<float>& newKeys, double scale, const MutableMap<float>& scores,
                      const MutableMap<float>& scaled)
{
    if (scores.rows() == 0 && scaled.rows() == 0)
        return;
    MatrixOf<float> found(queries.rows(), newKeys.rows());
    scoreRows(queries, newKeys, found);
    if (scores.rows() > 0)
        withTaken(scores, queries.rows()).topRightCorner(found.rows(), found.cols()) = found;
    if (scaled.rows() > 0)
        withTaken(scaled, queries.rows()).topRightCorner(found.rows(), found.cols()) = found * static_cast<float>(scale);
}

/// Each head's rows normed by themselves, where the model does so.
template <class T>
MutableMap<T> normedByHead(ForwardContext<T>& context, const StepRef& ref, const StackSpec& stack,
                           const AttentionSpec& spec, const NormWeights& weights, const MutableMap<T>& rows)
{
    if (!spec.hasQueryKeyNorm)
        return rows;
    const Index heads = rows.cols() / spec.dHead;
    MutableMap<T> out = context.trace.template roomSideBySide<T>(ref, spec.heads, rows.rows(), spec.dHead,
                                                                 static_cast<int>(heads));
    for (Index head = 0; head < heads; ++head)
        normRows<T>(stack.norm, stack.normEpsilon, rows.middleCols(head * spec.dHead, spec.dHead), weights,
                    out.middleCols(head * spec.dHead, spec.dHead));
    settleHeads(context, ref, ref.step, spec.heads);
    return out;
}

/// Keys and values of all heads, as they are shared by `keyHeads()`.
template <class T>
struct KeysAndValues
{
    MutableMap<T> k;
    MutableMap<T> v;
};

/// Queries, keys and values of a layer: x W_Q + b_Q, y W_K + b_K, y W_V + b_V. Keys and values that belong to another place are
/// taken from there.
template <class T>
KeysAndValues<T> project(ForwardContext<T>& context, const StepRef& place, const AttentionSpec& spec, const AttentionWeights& weights,
                         const ConstRef<T>& x, const ConstRef<T>& y, MutableMap<T>& q)
{
    TraceBuilder& trace = context.trace;
    if (const StepRef k = stepAt(place, Step::K, 0); sharedStep(k) != k) {
        linear<T>(x, weights.q, q, &context.crew);
        settleHeads(context, place, Step::Q, spec.heads);
        const auto there = [&](Step step) {
            const ConstMap<T> all = headsSideBySide<T>(context, sharedStep(stepAt(place, step, 0)), spec.keyHeads());
            return MutableMap<T>(const_cast<T*>(all.data()), all.rows(), all.cols(), Eigen::OuterStride<>(all.outerStride())); // read only
        };
        return {there(Step::K), there(Step::V)};
    }
    KeysAndValues<T> made{trace.roomSideBySide<T>(stepAt(place, Step::K), spec.heads, y.rows(), spec.dHead, spec.keyHeads()),
                          trace.roomSideBySide<T>(stepAt(place, Step::V), spec.heads, y.rows(), spec.dValue, spec.keyHeads())};
    const std::array<LinearJob<T>, 3> projections{LinearJob<T>{x, &weights.q, q}, {y, &weights.k, made.k}, {y, &weights.v, made.v}};
    linearAll<T>(projections, &context.crew);
    for (const Step step : {Step::Q, Step::K, Step::V})
        settleHeads(context, place, step, spec.heads);
    return made;
}

} // namespace

template <class T>
ConstMap<T> headsSideBySide(const ForwardContext<T>& context, StepRef ref, int heads)
{
    ref.head = 0;
    const ConstMap<T> first = context.trace.viewOf(ref).template as<T>();
    return {first.data(), first.rows(), heads * first.cols(), Eigen::OuterStride<>(first.outerStride())};
}

template <class T>
void recordMask(ForwardContext<T>& context, const StepRef& place, int heads, const MaskMatrix& mask, const StepRef& first)
{
    std::optional<StepRef> shared;
    if (place.layer != first.layer && !context.trace.changes().touches(first))
        shared = first;
    for (int head = 0; head < heads; ++head) {
        const StepRef ref = stepAt(place, Step::Mask, head);
        const bool isOwn = context.trace.changes().touches(ref);
        if (!isOwn && shared) {
            context.trace.alias(ref, *shared);
            continue;
        }
        MutableMap<T> room = context.trace.template room<T>(ref, mask.rows(), mask.cols());
        room = mask.cast<T>();
        if (isOwn)
            context.trace.template settle<T>(ref);
        else
            shared = ref;
    }
}

template <class T>
MutableMap<T> joinHeads(ForwardContext<T>& context, const StepRef& place, const AttentionSpec& spec, const MutableMap<T>& z)
{
    const Changes& changes = context.trace.changes();
    const StepRef ref = stepAt(place, Step::Concat);
    bool isChanged = changes.touches(ref);
    for (int head = 0; head < spec.heads; ++head)
        isChanged = isChanged || changes.joinedOf(stepAt(place, Step::Z, head)) != JoinedHead{head, 1.0};
    if (!isChanged) {
        context.trace.recordView(ref, MatrixView(z.data(), z.rows(), z.cols(), z.cols()));
        return z;
    }
    MutableMap<T> joined = context.trace.template room<T>(ref, z.rows(), z.cols());
    for (int head = 0; head < spec.heads; ++head) {
        const JoinedHead from = changes.joinedOf(stepAt(place, Step::Z, head));
        auto columns = joined.middleCols(head * spec.dValue, spec.dValue);
        if (from.factor == 0.0) // zeros, even of a z that is not finite
            columns.setZero();
        else
            columns = z.middleCols(from.head * spec.dValue, spec.dValue) * static_cast<T>(from.factor);
    }
    context.trace.template settle<T>(ref);
    return joined;
}

template <class T>
std::optional<MutableMap<T>> attentionLayer(ForwardContext<T>& context, const StepRef& place, const ConstRef<T>& x,
                                            const ConstRef<T>& y, const MaskMatrix& mask)
{
    const StackSpec& stack = context.stack(place.side);
    const AttentionSpec& spec = place.isCross ? *stack.cross : stack.attention;
    const BlockWeights& block = context.weights(place.side).blocks[static_cast<std::size_t>(place.layer)];
    const AttentionWeights& weights = place.isCross ? block.cross : block.attention;
    TraceBuilder& trace = context.trace;
    const Index taken = trace.rowsTaken();
    const Index n = x.rows();

    MutableMap<T> q = trace.roomSideBySide<T>(stepAt(place, Step::Q), spec.heads, n, spec.dHead);
    auto [k, v] = project<T>(context, place, spec, weights, x, y, q);
    const Index m = taken + k.rows();
    if (context.isStopped())
        return std::nullopt;

    const bool isRotary = !place.isCross && stack.positions.kind == PositionKind::Rotary;
    const MutableMap<T> qNormed = normedByHead(context, stepAt(place, Step::QNorm), stack, spec, weights.qNorm, q);
    const MutableMap<T> kNormed = normedByHead(context, stepAt(place, Step::KNorm), stack, spec, weights.kNorm, k);
    const MutableMap<T> queries =
        isRotary ? rotated(context, stepAt(place, Step::QRot), spec, stack.positions, qNormed) : qNormed;
    const MutableMap<T> newKeys =
        isRotary ? rotated(context, stepAt(place, Step::KRot), spec, stack.positions, kNormed) : kNormed;
    const MutableMap<T> keys = withTaken(newKeys, taken);
    const MutableMap<T> values = withTaken(v, taken);

    const bool hasBias =
        !place.isCross && (stack.positions.kind == PositionKind::Alibi || stack.positions.hasT5Bias());
    // A float64 run needs room for every step, and so does one with changes by hand; the kernels of a float32 run write only
    // what is kept.
    const auto perHead = [&](Step step, Index cols) {
        return trace.roomPerHead<T>(stepAt(place, step), spec.heads, n, cols, std::is_same_v<T, double> || !trace.changes().isEmpty());
    };
    const auto nothing = [&] { return std::vector<MutableMap<T>>(static_cast<std::size_t>(spec.heads), noRoom<T>()); };
    RelativeScores<T> relative(context, place, queries, keys);
    auto scores = perHead(Step::Scores, m);
    auto sums = relative.isAny() ? perHead(Step::ScoresSum, m) : nothing();
    auto scaled = perHead(Step::Scaled, m);
    auto bias = hasBias ? trace.roomPerHead<T>(stepAt(place, Step::PositionBias), spec.heads, n, m) : nothing();
    auto biased = hasBias ? perHead(Step::Biased, m) : nothing();
    recordMask(context, place, spec.heads, mask, StepRef{Step::Mask, place.isCross ? 0 : spec.firstLayerOfWindow(place.layer), 0, place.side, place.isCross});
    auto masked = perHead(Step::Masked, m);
    auto max = perHead(Step::SoftmaxMax, 1);
    auto shifted = perHead(Step::SoftmaxShifted, m);
    auto exp = perHead(Step::SoftmaxExp, m);
    auto sum = perHead(Step::SoftmaxSum, 1);
    auto pattern = trace.roomPerHead<T>(stepAt(place, Step::Pattern), spec.heads, n, m);

    MatrixView positions;
    if (hasBias && stack.positions.isNumbered())
        positions = trace.viewOf(StepRef{.step = Step::Positions, .side = place.side});

    // The heads' z lie side by side, so that together they are `concat` already.
    MutableMap<T> z = trace.roomSideBySide<T>(stepAt(place, Step::Z), spec.heads, n, spec.dValue);
    const double scale = spec.scaleOf(place.layer);
    const std::vector<long> lengths = allowedLengths<double>(mask);
    const MutableMap<T> earlierQueries = withTaken(queries, taken);
    // Vectors of rows begin at the same place of a cache line for every member of the crew.
    const std::size_t scratchSize = std::is_same_v<T, float> ? (headScratch(m, spec.dHead, spec.dValue) + 15) / 16 * 16 : 0;
    const std::shared_ptr<void> scratch = borrowMemory(scratchSize * static_cast<std::size_t>(context.crew.size()) * sizeof(float));
    const auto attend = [&](long piece, int member) {
        const auto head = static_cast<int>(piece);
        if (context.isStopped())
            return;
        const auto h = static_cast<std::size_t>(head);
        if constexpr (std::is_same_v<T, float>) {
            if (taken > 0)
                scoreEarlierRows(earlierQueries.topRows(taken).middleCols(head * spec.dHead, spec.dHead),
                                 newKeys.middleCols(spec.keyHeadOf(head) * spec.dHead, spec.dHead), scale, scores[h], scaled[h]);
        }
        if (hasBias)
            bias[h] = positionBias(stack, head, context.weights(place.side).relativeBias.view(), n, m, positions)
                          .template cast<T>();
        if (hasBias)
            trace.settle<T>(stepAt(place, Step::PositionBias, head));
        const MatrixOf<T> terms = relative.terms(head);
        HeadRooms<T> rooms{scores[h],  sums[h], scaled[h], biased[h], masked[h],
                           max[h],     shifted[h], exp[h], sum[h], pattern[h],
                           MutableMap<T>(z.data() + head * spec.dValue, n, spec.dValue, Eigen::OuterStride<>(z.outerStride())),
                           spec.isSoftmaxSingle, static_cast<float*>(scratch.get()) + scratchSize * static_cast<std::size_t>(member)};
        const Index shared = spec.keyHeadOf(head);
        const ConstRef<T> own = relative.isAny() ? relative.queries(head)
                                                 : ConstRef<T>(queries.middleCols(head * spec.dHead, spec.dHead));
        const StepRef headStep = stepAt(place, Step::Pattern, head);
        const ConstMap<T> maskOfHead = trace.viewOf(stepAt(place, Step::Mask, head)).template as<T>();
        const bool hasOwnMask = trace.changes().touches(stepAt(place, Step::Mask, head));
        const std::vector<long> ownLengths = hasOwnMask ? allowedLengths<T>(maskOfHead) : std::vector<long>{};
        const HeadInputs<T> inputs{own,
                                   keys.middleCols(shared * spec.dHead, spec.dHead),
                                   values.middleCols(shared * spec.dValue, spec.dValue),
                                   terms,
                                   scale / trace.changes().temperatureOf(headStep),
                                   bias[h],
                                   maskOfHead,
                                   hasOwnMask ? &ownLengths : &lengths};
        attendHead<T>(inputs, rooms);
        settleAttention<T>(trace, headStep, inputs, rooms);
        trace.settle<T>(stepAt(place, Step::Z, head));
    };
    if (relative.isAny()) {
        for (int head = 0; head < spec.heads; ++head)
            attend(head, 0);
    } else {
        context.crew.each(spec.heads, attend);
    }
    if (context.isStopped())
        return std::nullopt;

    const MutableMap<T> joined = joinHeads(context, place, spec, z);
    MutableMap<T> out = trace.room<T>(stepAt(place, Step::AttnOut), n, context.model.spec().dModel);
    linear<T>(joined, weights.o, out, &context.crew);
    trace.settle<T>(stepAt(place, Step::AttnOut));
    return out;
}

template std::optional<MutableMap<float>> attentionLayer<float>(ForwardContext<float>&, const StepRef&,
                                                                const ConstRef<float>&, const ConstRef<float>&,
                                                                const MaskMatrix&);
template std::optional<MutableMap<double>> attentionLayer<double>(ForwardContext<double>&, const StepRef&,
                                                                  const ConstRef<double>&, const ConstRef<double>&,
                                                                  const MaskMatrix&);

#define HL_INSTANTIATE(T)                                                                                    \
    template ConstMap<T> headsSideBySide<T>(const ForwardContext<T>&, StepRef, int);                         \
    template void recordMask<T>(ForwardContext<T>&, const StepRef&, int, const MaskMatrix&, const StepRef&); \
    template MutableMap<T> joinHeads<T>(ForwardContext<T>&, const StepRef&, const AttentionSpec&, const MutableMap<T>&);
HL_INSTANTIATE(float)
HL_INSTANTIATE(double)
#undef HL_INSTANTIATE

} // namespace hl
