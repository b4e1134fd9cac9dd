#include "core/forward/attention_layer.h"

#include "core/attention/positions.h"
#include "core/forward/attend.h"
#include "core/forward/relative_scores.h"
#include "core/forward/settle_attention.h"
#include "core/math/ops.h"

namespace hl {

namespace {

StepRef stepAt(const StepRef& place, Step step, int head = -1)
{
    return {step, place.layer, head, place.side, place.isCross};
}

/// The mask is the same for all heads, and for all layers with the same window: one buffer, many names, but for heads whose
/// mask is changed by hand.
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

/// Step by step what was changed by hand, over the heads' numbers that lie side by side.
template <class T>
void settleHeads(ForwardContext<T>& context, const StepRef& place, Step step, int heads)
{
    for (int head = 0; head < heads; ++head)
        context.trace.template settle<T>(stepAt(place, step, head));
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
                      out.middleCols(head * spec.dHead, spec.dHead));
    settleHeads(context, ref, ref.step, spec.heads);
    return out;
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

/// `concat`: the very numbers of z, unless a head is scaled, replaced by another or taken out, or concat itself is changed.
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

} // namespace

template <class T>
std::optional<MutableMap<T>> attentionLayer(ForwardContext<T>& context, const StepRef& place, const ConstRef<T>& x,
                                            const ConstRef<T>& y, const MaskMatrix& mask)
{
    const StackSpec& stack = context.stack(place.side);
    const AttentionSpec& spec = place.isCross ? *stack.cross : stack.attention;
    const BlockWeights& block = context.weights(place.side).blocks[static_cast<std::size_t>(place.layer)];
    const AttentionWeights& weights = place.isCross ? block.cross : block.attention;
    const Index n = x.rows();
    const Index m = y.rows();
    TraceBuilder& trace = context.trace;

    MutableMap<T> q = trace.roomSideBySide<T>(stepAt(place, Step::Q), spec.heads, n, spec.dHead);
    MutableMap<T> k = trace.roomSideBySide<T>(stepAt(place, Step::K), spec.heads, m, spec.dHead, spec.keyHeads());
    MutableMap<T> v = trace.roomSideBySide<T>(stepAt(place, Step::V), spec.heads, m, spec.dValue, spec.keyHeads());
    linear<T>(x, weights.q, q);
    linear<T>(y, weights.k, k);
    linear<T>(y, weights.v, v);
    for (const Step step : {Step::Q, Step::K, Step::V})
        settleHeads(context, place, step, spec.heads);
    if (context.isStopped())
        return std::nullopt;

    const bool isRotary = !place.isCross && stack.positions.kind == PositionKind::Rotary;
    const MutableMap<T> qNormed = normedByHead(context, stepAt(place, Step::QNorm), stack, spec, weights.qNorm, q);
    const MutableMap<T> kNormed = normedByHead(context, stepAt(place, Step::KNorm), stack, spec, weights.kNorm, k);
    const MutableMap<T> queries =
        isRotary ? rotated(context, stepAt(place, Step::QRot), spec, stack.positions, qNormed) : qNormed;
    const MutableMap<T> keys =
        isRotary ? rotated(context, stepAt(place, Step::KRot), spec, stack.positions, kNormed) : kNormed;

    const bool hasBias =
        !place.isCross && (stack.positions.kind == PositionKind::Alibi || stack.positions.hasT5Bias());
    const auto perHead = [&](Step step, Index cols) {
        return trace.roomPerHead<T>(stepAt(place, step), spec.heads, n, cols);
    };
    RelativeScores<T> relative(context, place, queries, keys);
    auto scores = perHead(Step::Scores, m);
    auto sums = relative.isAny() ? perHead(Step::ScoresSum, m) : std::vector<MutableMap<T>>{};
    auto scaled = perHead(Step::Scaled, m);
    auto bias = hasBias ? perHead(Step::PositionBias, m) : std::vector<MutableMap<T>>{};
    auto biased = hasBias ? perHead(Step::Biased, m) : std::vector<MutableMap<T>>{};
    recordMask(context, place, spec.heads, mask, StepRef{Step::Mask, place.isCross ? 0 : spec.firstLayerOfWindow(place.layer), 0, place.side, place.isCross});
    auto masked = perHead(Step::Masked, m);
    auto max = perHead(Step::SoftmaxMax, 1);
    auto shifted = perHead(Step::SoftmaxShifted, m);
    auto exp = perHead(Step::SoftmaxExp, m);
    auto sum = perHead(Step::SoftmaxSum, 1);
    auto pattern = perHead(Step::Pattern, m);

    MatrixView positions;
    if (hasBias && stack.positions.isNumbered())
        positions = trace.viewOf(StepRef{.step = Step::Positions, .side = place.side});

    // The heads' z lie side by side, so that together they are `concat` already.
    MutableMap<T> z = trace.roomSideBySide<T>(stepAt(place, Step::Z), spec.heads, n, spec.dValue);
    const double scale = spec.scaleOf(place.layer);
    MatrixOf<T> none(0, 0);
    for (int head = 0; head < spec.heads; ++head) {
        if (context.isStopped())
            return std::nullopt;
        const auto h = static_cast<std::size_t>(head);
        if (hasBias)
            bias[h] = positionBias(stack, head, context.weights(place.side).relativeBias.view(), n, m, positions)
                          .template cast<T>();
        if (hasBias)
            trace.settle<T>(stepAt(place, Step::PositionBias, head));
        const MatrixOf<T> terms = relative.terms(head);
        HeadRooms<T> rooms{scores[h], relative.isAny() ? MutableRef<T>(sums[h]) : MutableRef<T>(none), scaled[h], hasBias ? MutableRef<T>(biased[h]) : MutableRef<T>(none), masked[h],
                           max[h],    shifted[h], exp[h], sum[h], pattern[h],
                           z.middleCols(head * spec.dValue, spec.dValue), spec.isSoftmaxSingle};
        const Index shared = spec.keyHeadOf(head);
        const ConstRef<T> own = relative.isAny() ? relative.queries(head)
                                                 : ConstRef<T>(queries.middleCols(head * spec.dHead, spec.dHead));
        const StepRef headStep = stepAt(place, Step::Pattern, head);
        const HeadInputs<T> inputs{own,
                                   keys.middleCols(shared * spec.dHead, spec.dHead),
                                   v.middleCols(shared * spec.dValue, spec.dValue),
                                   terms,
                                   scale / trace.changes().temperatureOf(headStep),
                                   hasBias ? ConstRef<T>(bias[h]) : ConstRef<T>(none),
                                   trace.viewOf(stepAt(place, Step::Mask, head)).template as<T>()};
        attendHead<T>(inputs, rooms);
        settleAttention<T>(trace, headStep, inputs, rooms);
        trace.settle<T>(stepAt(place, Step::Z, head));
    }

    const MutableMap<T> joined = joinHeads(context, place, spec, z);
    MutableMap<T> out = trace.room<T>(stepAt(place, Step::AttnOut), n, context.model.spec().dModel);
    linear<T>(joined, weights.o, out);
    trace.settle<T>(stepAt(place, Step::AttnOut));
    return out;
}

template std::optional<MutableMap<float>> attentionLayer<float>(ForwardContext<float>&, const StepRef&,
                                                                const ConstRef<float>&, const ConstRef<float>&,
                                                                const MaskMatrix&);
template std::optional<MutableMap<double>> attentionLayer<double>(ForwardContext<double>&, const StepRef&,
                                                                  const ConstRef<double>&, const ConstRef<double>&,
                                                                  const MaskMatrix&);

} // namespace hl
