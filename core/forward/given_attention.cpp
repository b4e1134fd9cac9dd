#include "core/forward/given_attention.h"

#include "core/forward/attention_layer.h"
#include "core/forward/settle_attention.h"
#include "core/math/ops.h"

namespace hl {

namespace {

StepRef stepOf(Step step, int head = -1)
{
    return {.step = step, .layer = 0, .head = head};
}

/// The mask that came with the numbers, or the one that was chosen in its place.
Result<MaskMatrix> maskFor(const AttentionArrays& given, const ArraysSpec& spec, const MaskChoice& choice)
{
    MaskMatrix mask = openMask(spec.queries, spec.keys);
    if (choice.mode == MaskMode::Causal)
        mask = causalMask(spec.queries, spec.keys, std::max(spec.keys - spec.queries, 0)); // the last query sees the last key
    else if (choice.mode == MaskMode::ModelDefault && given.mask.size() > 0)
        mask = given.mask;
    if (!choice.custom)
        return mask;
    if (choice.custom->rows() != mask.rows() || choice.custom->cols() != mask.cols())
        return fail(ErrorCode::BadInput, HL_NOOP("core", "The mask is %1 × %2, but there are %3 queries and %4 keys."),
                    {std::to_string(choice.custom->rows()), std::to_string(choice.custom->cols()), std::to_string(mask.rows()),
                     std::to_string(mask.cols())});
    return combine(mask, *choice.custom);
}

template <class T>
class GivenAttention
{
public:
    explicit GivenAttention(ForwardContext<T>& context)
        : m_context(context)
        , m_spec(*context.model.spec().arrays)
        , m_attention(context.stack(Side::Only).attention)
        , m_given(*context.model.weights().arrays)
    {}

    Result<void> run(const MaskMatrix& mask)
    {
        const Index n = m_spec.queries;
        const Index m = m_spec.keys;
        const int heads = m_attention.heads;
        const bool hasQueryKey = m_spec.start == Step::Q;
        if (hasQueryKey) {
            giveRows(Step::Q, n, m_attention.dHead);
            giveRows(Step::K, m, m_attention.dHead);
        }
        if (m_spec.hasValues)
            giveRows(Step::V, m, m_attention.dValue);
        for (const Step step : {Step::Scores, Step::Scaled, Step::Masked, Step::SoftmaxMax, Step::SoftmaxShifted, Step::SoftmaxExp,
                                Step::SoftmaxSum, Step::Pattern}) {
            const bool isColumn = infoOf(step).cols == Axis::One;
            m_rooms[step] = step < m_spec.start ? std::vector<MutableMap<T>>(static_cast<std::size_t>(heads), none())
                                                : trace().template roomPerHead<T>(stepOf(step), heads, n, isColumn ? 1 : m);
        }
        if (m_spec.start < Step::Mask)
            recordMask<T>(m_context, stepOf(Step::Mask), heads, mask, stepOf(Step::Mask));
        MutableMap<T> z = m_spec.hasValues ? trace().template roomSideBySide<T>(stepOf(Step::Z), heads, n, m_attention.dValue) : none();
        for (int head = 0; head < heads; ++head) {
            if (m_context.isStopped())
                return fail(ErrorCode::Cancelled, HL_NOOP("core", "The computation was stopped."));
            attend(head, z);
        }
        return m_spec.hasValues ? join(z) : Result<void>{};
    }

private:
    TraceBuilder& trace() { return m_context.trace; }

    static MutableMap<T> none() { return {nullptr, 0, 0, Eigen::OuterStride<>(0)}; }

    /// Heads side by side; those that were changed by hand are written over.
    void giveRows(Step step, Index rows, Index cols)
    {
        MutableMap<T> room = trace().template roomSideBySide<T>(stepOf(step), m_attention.heads, rows, cols);
        for (int head = 0; head < m_attention.heads; ++head) {
            room.middleCols(head * cols, cols) = numbers(step, head);
            trace().template settle<T>(stepOf(step, head));
        }
    }

    MatrixOf<T> numbers(Step step, int head) const
    {
        return m_given.steps.at(step)[static_cast<std::size_t>(head)].template as<T>();
    }

    ConstMap<T> recorded(Step step, int head) { return trace().viewOf(stepOf(step, head)).template as<T>(); }

    void attend(int head, MutableMap<T>& z)
    {
        MutableMap<T> empty = none();
        const ConstMap<T> nothing(nullptr, 0, 0, Eigen::OuterStride<>(0));
        const auto room = [&](Step step) -> MutableMap<T>& { return m_rooms.at(step)[static_cast<std::size_t>(head)]; };
        const bool hasQueryKey = m_spec.start == Step::Q;
        const ConstMap<T> q = hasQueryKey ? recorded(Step::Q, head) : nothing;
        const ConstMap<T> k = hasQueryKey ? recorded(Step::K, head) : nothing;
        const ConstMap<T> v = m_spec.hasValues ? recorded(Step::V, head) : nothing;
        const ConstMap<T> mask = m_spec.start < Step::Mask ? recorded(Step::Mask, head) : nothing;
        const Step given = hasQueryKey ? Step::Scores : m_spec.start;
        if (hasQueryKey)
            room(Step::Scores).noalias() = q * k.transpose();
        else
            room(given) = numbers(given, head);
        const double scale = m_attention.scaleOf(0) / trace().changes().temperatureOf(stepOf(Step::Pattern, head));
        const HeadInputs<T> inputs{q, k, v, nothing, scale, nothing, mask, nullptr};
        MutableMap<T> own(z.data() + head * m_attention.dValue, z.rows(), z.rows() > 0 ? m_attention.dValue : 0,
                          Eigen::OuterStride<>(z.outerStride()));
        HeadRooms<T> rooms{room(Step::Scores), empty, room(Step::Scaled), empty, room(Step::Masked), room(Step::SoftmaxMax),
                           room(Step::SoftmaxShifted), room(Step::SoftmaxExp), room(Step::SoftmaxSum), room(Step::Pattern), own};
        attendAfter<T>(trace(), stepOf(Step::Pattern, head), given, inputs, rooms);
        if (m_spec.hasValues)
            trace().template settle<T>(stepOf(Step::Z, head));
    }

    Result<void> join(MutableMap<T>& z)
    {
        const MutableMap<T> joined = joinHeads<T>(m_context, stepOf(Step::Concat), m_attention, z);
        if (!m_spec.hasProjection)
            return {};
        const Linear& projection = m_context.weights(Side::Only).blocks.front().attention.o;
        linear<T>(joined, projection, trace().template room<T>(stepOf(Step::AttnOut), z.rows(), m_context.model.spec().dModel));
        trace().template settle<T>(stepOf(Step::AttnOut));
        return {};
    }

    ForwardContext<T>& m_context;
    const ArraysSpec& m_spec;
    const AttentionSpec& m_attention;
    const AttentionArrays& m_given;
    std::map<Step, std::vector<MutableMap<T>>> m_rooms;
};

} // namespace

template <class T>
Result<void> attendGiven(ForwardContext<T>& context, const MaskChoice& choice)
{
    const auto mask = maskFor(*context.model.weights().arrays, *context.model.spec().arrays, choice);
    if (!mask)
        return tl::unexpected(mask.error());
    return GivenAttention<T>(context).run(*mask);
}

template Result<void> attendGiven<float>(ForwardContext<float>&, const MaskChoice&);
template Result<void> attendGiven<double>(ForwardContext<double>&, const MaskChoice&);

} // namespace hl
