#include "core/forward/forward.h"

#include "core/base/spare_memory.h"
#include "core/base/system_memory.h"
#include "core/forward/block.h"
#include "core/forward/check_input.h"
#include "core/forward/convolution.h"
#include "core/forward/earlier_run.h"
#include "core/forward/embed.h"
#include "core/forward/front_end.h"
#include "core/forward/given_attention.h"
#include "core/forward/model_head.h"
#include "core/forward/two_streams.h"
#include "core/forward/relative_scores.h"
#include "core/forward/stack_masks.h"
#include "core/math/ops.h"
#include "core/model/step_rules.h"

#include <algorithm>
#include <limits>
#include <new>

namespace hl {

tl::unexpected<Error> failCancelled()
{
    return fail(ErrorCode::Cancelled, HL_NOOP("core", "The computation was stopped."));
}

namespace {

template <class T>
class Run
{
public:
    Run(const Model& model, TraceBuilder& trace, const ForwardInput& input, std::stop_token stop, Crew& crew)
        : m_context{model, trace, std::move(stop), crew}
        , m_input(input)
    {}

    Result<void> run()
    {
        const ModelSpec& spec = m_context.model.spec();
        if (spec.arrays)
            return attendGiven<T>(m_context, m_input.mask);
        std::optional<ConstMap<T>> encoded;
        for (const Side side : spec.sides()) {
            if (side == Side::Query) { // computed beside the content stream, layer by layer
                encoded.emplace(recorded(stackOutput(side, spec)));
                continue;
            }
            auto output = runStack(side, encoded);
            if (!output)
                return tl::unexpected(output.error());
            encoded.emplace(*output);
        }
        return runHead<T>(m_context, m_input.capture.allLogits, *encoded);
    }

private:
    const SequenceInput& sequence(Side side) const
    {
        return side == Side::Decoder ? m_input.target : m_input.source;
    }

    MutableMap<T> room(Side side, Step step, Index rows, Index cols)
    {
        return m_context.trace.template room<T>(StepRef{.step = step, .side = side}, rows, cols);
    }

    void settle(Side side, Step step) { m_context.trace.template settle<T>(StepRef{.step = step, .side = side}); }

    ConstMap<T> recorded(const StepRef& ref) { return m_context.trace.viewOf(ref).template as<T>(); }

    Result<ConstMap<T>> runStack(Side side, const std::optional<ConstMap<T>>& encoded)
    {
        const ModelSpec& spec = m_context.model.spec();
        const StackSpec& stack = spec.stack(side);
        const Index memory = stack.memory > 0 ? memoryRows(spec, sequence(side)) : 0;
        const Index first = m_context.trace.rowsTaken();
        auto mask = selfMask(stack, sequence(side), m_input.mask, memory, first);
        if (!mask)
            return tl::unexpected(mask.error());
        const MaskMatrix ofQueries = spec.isAsked ? queryMask(*mask, sequence(side)) : MaskMatrix();
        *mask = contentMask(std::move(*mask), sequence(side));
        embed<T>(m_context, side, sequence(side));
        if (spec.isAsked)
            startQueries();
        recordRelativeRows<T>(m_context, side, mask->rows(), mask->cols());

        MatrixOf<T> none(0, 0);
        const MaskMatrix ofCross =
            stack.cross ? crossMask(m_input.source, static_cast<Index>(sequence(side).tokens.size()), encoded->rows()) : MaskMatrix();
        for (int layer = 0; layer < stack.layers; ++layer) {
            if (m_context.isStopped())
                return failCancelled();
            const int window = m_input.mask.mode == MaskMode::ModelDefault ? stack.attention.windowOf(layer) : 0;
            const MaskMatrix windowed =
                window > 0 ? combine(*mask, windowMask(mask->rows(), mask->cols(), window, memory + first)) : MaskMatrix();
            const StepRef residPre{.step = Step::ResidPre, .layer = layer, .side = side};
            m_context.trace.template pass<T>(residPre, inputsOf(residPre, spec).front());
            if (stack.memory > 0)
                recordMemory(side, layer, memory);
            const auto output = runBlock<T>(m_context, side, layer, recorded(residPre),
                                            stack.cross ? ConstRef<T>(*encoded) : ConstRef<T>(none),
                                            window > 0 ? windowed : *mask, ofCross);
            if (!output || (spec.isAsked && !runQueryBlock(layer, ofQueries)))
                return failCancelled();
            if (stepRules::hasConvolution(stack, layer))
                runConvolution<T>(m_context, side, sequence(side).allowed);
            m_context.trace.releaseScratch(side, layer);
        }
        if (stack.hasFinalNorm) {
            const ConstMap<T> last = recorded(blockOutput(side, stack.layers - 1, spec));
            normRows<T>(stack.norm, stack.normEpsilon, last, m_context.weights(side).finalNorm,
                        room(side, Step::LnFinalOut, last.rows(), last.cols()), &m_context.crew);
            settle(side, Step::LnFinalOut);
        }
        return recorded(stackOutput(side, spec));
    }

    /// Every word that is asked for begins as the same row; the places come in with the distances.
    void startQueries()
    {
        const auto count = static_cast<Index>(m_input.source.targets.size());
        MutableMap<T> places = room(Side::Query, Step::Positions, count, 1);
        for (Index row = 0; row < count; ++row)
            places(row, 0) = static_cast<T>(m_context.trace.placeOf(Side::Query, row));
        MutableMap<T> rows = room(Side::Query, Step::EmbedStart, count, m_context.model.spec().dModel);
        rows.rowwise() = RowOf<T>(m_context.model.weights().queryStart.template as<T>().row(0));
        settle(Side::Query, Step::EmbedStart);
    }

    /// False when stopped.
    bool runQueryBlock(int layer, const MaskMatrix& mask)
    {
        const StepRef residPre{.step = Step::ResidPre, .layer = layer, .side = Side::Query};
        m_context.trace.template pass<T>(residPre, inputsOf(residPre, m_context.model.spec()).front());
        MatrixOf<T> none(0, 0);
        const auto output = runBlock<T>(m_context, Side::Query, layer, recorded(residPre), ConstRef<T>(none), mask, MaskMatrix());
        m_context.trace.releaseScratch(Side::Query, layer);
        return output.has_value();
    }

    void recordMemory(Side side, int layer, Index rows)
    {
        const StepRef ref{.step = Step::Memory, .layer = layer, .side = side};
        MutableMap<T> memory = m_context.trace.template room<T>(ref, rows, m_context.model.spec().dModel);
        const auto& given = sequence(side).memory;
        if (given.empty())
            memory.setZero();
        else
            memory = given[static_cast<std::size_t>(layer)].template cast<T>();
        m_context.trace.template settle<T>(ref);
    }

    ForwardContext<T> m_context;
    const ForwardInput& m_input;
};

} // namespace

Index sourceLength(const ModelSpec& spec, const ForwardInput& input)
{
    if (spec.image)
        return spec.image->positions();
    if (spec.audio)
        return spec.audio->positions;
    return spec.arrays ? Index{spec.arrays->queries} : static_cast<Index>(input.source.tokens.size());
}

std::uint64_t allowedBytes(const Capture& capture, std::uint64_t available)
{
    constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();
    if (capture.isAllWanted)
        return unlimited;
    return available > 0 ? std::min(capture.maxBytes, (available + capture.heldBytes) / 5 * 2) : capture.maxBytes;
}

Index memoryRows(const ModelSpec& spec, const SequenceInput& input)
{
    const int remembered = spec.stack(spec.sides().front()).memory;
    return remembered > 0 && !input.memory.empty() ? input.memory.front().rows() : remembered;
}

namespace {

/// Keys have names of their own where they are not the queries' tokens.
void nameKeys(const AttentionArrays& arrays, TraceBuilder& builder)
{
    if (arrays.queries != arrays.keys)
        builder.setKeys(namedTokens(arrays.keys));
}

/// Waking others costs more than it saves where there is little to compute.
int threadsFor(const Model& model, const ForwardInput& input, Index taken)
{
    if (input.dtype != DType::Float32)
        return 1;
    constexpr double enough = 4e6; // products of two numbers
    const auto tokens = static_cast<double>(input.source.tokens.size() + input.target.tokens.size()) - static_cast<double>(taken);
    const int most = input.threads > 0 ? input.threads : crewSize();
    return tokens * static_cast<double>(model.parameterCount()) < enough ? 1 : most;
}

/// Takes rows over from the earlier run or, where that has more of them, from the one whose memory is to be had.
void goOn(TraceBuilder& builder, const Model& model, const ForwardInput& input, const EarlierRun& earlier, std::shared_ptr<Trace> spare)
{
    HL_ASSERT(earlier.rows == 0 || (&earlier.trace->model() == &model && earlier.rows < static_cast<Index>(input.source.tokens.size())));
    const Index rowsThere = spare ? commonRows(*spare, model, input) : 0;
    const bool isSpareBetter = rowsThere > earlier.rows;
    const Index rows = isSpareBetter ? rowsThere : earlier.rows;
    if (rows > 0)
        builder.takeOver(isSpareBetter ? TracePtr(spare) : earlier.trace, rows, stepsOfAllRows(model.spec(), builder.keptSteps()));
    if (earlier.shelf)
        builder.leaveRoom(roomyCapacity(static_cast<Index>(input.source.tokens.size()), maxTokens(model, Side::Only)), std::move(spare), rowsThere);
}

} // namespace

Result<TracePtr> forward(std::shared_ptr<const Model> model, ForwardInput input, std::stop_token stop, const EarlierRun& earlier)
{
    if (auto ok = prepareFeatures(*model, input.source); !ok)
        return tl::unexpected(ok.error());
    for (const Side side : model->spec().sides()) {
        if (auto ok = checkSequence(*model, side, side == Side::Decoder ? input.target : input.source); !ok)
            return tl::unexpected(ok.error());
    }
    model = asAsked(std::move(model), input);
    try {
        HL_ASSERT(input.rounding == NumberType::Double || input.dtype == DType::Float64);
        const auto kept = std::make_shared<const ForwardInput>(input);
        const bool isContinuable = isCausalThroughout(*model, input);
        std::shared_ptr<Trace> spare = earlier.shelf ? earlier.shelf->take() : nullptr;
        if (spare && !(isContinuable && spare->sharedModel() == model))
            spare.reset();
        TraceBuilder builder(model, input.dtype, input.source.tokens, secondTokens(input), earlier.shelf);
        builder.setTargets(input.source.targets);
        builder.setInput(kept);
        builder.setRounding(input.rounding);
        builder.setChanges(input.changes);
        builder.setUnchanged(input.unchanged);
        for (Message& message : input.notes)
            builder.note(std::move(message));
        const std::uint64_t free = availableMemory();
        const std::uint64_t available = free > 0 && spare ? free + spare->bytes() : free;
        input.capture.maxBytes = allowedBytes(input.capture, available);
        if (const Index rows = memoryRows(model->spec(), input.source); rows > 0)
            builder.setMemory(rows);
        if (model->weights().arrays)
            nameKeys(*model->weights().arrays, builder);
        builder.setRefusals(std::move(input.refusals));
        builder.plan(input.capture);
        if (available > 0 && builder.peakBytes() > available / 5 * 4) {
            const auto megabytes = [](std::uint64_t bytes) { return std::to_string(bytes >> 20U); };
            return fail(ErrorCode::OutOfMemory,
                        HL_NOOP("core", "This run needs about %1 MB of memory, but only %2 MB are free; shorten the text."),
                        {megabytes(builder.peakBytes()), megabytes(available)});
        }
        if (isContinuable)
            goOn(builder, *model, input, earlier, std::move(spare));
        const BorrowedCrew crew(threadsFor(*model, input, builder.rowsTaken()));
        const auto done = input.dtype == DType::Float32
                              ? Run<float>(*model, builder, input, std::move(stop), *crew).run()
                              : Run<double>(*model, builder, input, std::move(stop), *crew).run();
        if (!done)
            return tl::unexpected(done.error());
        return builder.finish(*crew);
    } catch (const std::bad_alloc&) {
        freeSpareMemory();
        return fail(ErrorCode::OutOfMemory,
                    HL_NOOP("core", "There is not enough memory to run %1 tokens; shorten the text or keep fewer steps."),
                    {std::to_string(input.source.tokens.size() + input.target.tokens.size())});
    }
}

} // namespace hl
