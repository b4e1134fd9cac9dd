#include "core/trace/trace_builder.h"

#include "core/base/big_buffer.h"
#include "core/base/crew.h"
#include "core/base/spare_memory.h"
#include "core/trace/non_finite.h"
#include "core/trace/settle_numbers.h"
#include "core/trace/taken_rows.h"

#include <algorithm>
#include <atomic>

namespace hl {

TraceBuilder::TraceBuilder(std::shared_ptr<const Model> model, DType dtype, Tokens source, Tokens target,
                           const std::shared_ptr<TraceShelf>& shelf)
    : m_trace(new Trace, [place = std::weak_ptr(shelf)](Trace* trace) {
        std::unique_ptr<Trace> own(trace);
        if (const auto found = own->capacity() > 0 ? place.lock() : nullptr)
            found->put(std::move(own));
    })
{
    m_trace->m_model = std::move(model);
    m_trace->m_dtype = dtype;
    m_trace->m_source = std::move(source);
    m_trace->m_target = std::move(target);
    m_keeps.assign(order().steps().size(), true);
    m_trace->m_views.resize(m_keeps.size());
    m_scratch.setSteps(m_keeps.size());
}

void TraceBuilder::setMemory(Index rows)
{
    m_trace->m_memoryRows = rows;
    m_trace->m_keys.clear();
    for (Index i = 0; i < rows; ++i) {
        Token token;
        token.id = -1;
        token.piece = token.text = "−" + std::to_string(rows - i);
        token.isSpecial = true;
        m_trace->m_keys.push_back(std::move(token));
    }
    m_trace->m_keys.insert(m_trace->m_keys.end(), m_trace->m_source.begin(), m_trace->m_source.end());
}

void TraceBuilder::setKeys(Tokens keys)
{
    m_trace->m_keys = std::move(keys);
}

void TraceBuilder::plan(const Capture& capture)
{
    const ModelSpec& spec = m_trace->m_model->spec();
    const RunPlan run = planRun(spec, order(), m_trace->m_dtype, static_cast<Index>(m_trace->m_source.size()),
                                static_cast<Index>(m_trace->m_target.size()), m_trace->m_memoryRows, capture);
    const CapturePlan& plan = run.capture;
    m_trace->m_hasAllLogits = hasAllLogits(spec, capture.allLogits);
    m_peakBytes = run.peakBytes;
    m_slab = Slab(plan.bytes);
    m_cellBytes = run.cellBytes;
    m_mostBytes = capture.maxBytes;
    m_keeps = plan.keep;
    for (std::size_t i = 0; i < m_keeps.size(); ++i) {
        if (m_keeps[i])
            m_trace->m_steps.push_back(order().steps()[i]);
    }
    if (!plan.dropped.empty()) {
        std::string names;
        for (const Step step : plan.dropped)
            names += (names.empty() ? "" : ", ") + std::string(infoOf(step).name);
        note({HL_NOOP("core", "This text is too long to keep every step in memory; not kept: %1."), {names}});
    }
}

template <class T>
T* TraceBuilder::allocate(Index count, bool isKept)
{
    m_lastBytes = static_cast<std::size_t>(std::max<Index>(count, 1)) * sizeof(T);
    if (!isKept) {
        m_lastOwner = borrowMemory(m_lastBytes);
    } else {
        m_lastOwner = m_slab.take(m_lastBytes);
        if (!m_lastOwner)
            m_lastOwner = makeBigBuffer(m_lastBytes);
        keepLastBuffer();
    }
    return static_cast<T*>(m_lastOwner.get());
}

void TraceBuilder::releaseScratch(Side side, int layer)
{
    m_scratch.releaseUpTo(order(), side, layer);
    m_lastOwner.reset();
}

void TraceBuilder::keepLastBuffer()
{
    if (!m_lastOwner) // in the memory with room to spare
        return;
    if (!m_keptBuffers.insert(m_lastOwner.get()).second)
        return;
    m_trace->m_buffers.push_back(m_lastOwner);
    m_trace->m_bytes += m_lastBytes;
}

void TraceBuilder::record(const StepRef& ref, MatrixView view)
{
    const std::size_t place = order().placeOf(ref).value();
    if (!m_keeps[place]) {
        m_scratch.put(place, {view, m_lastOwner, m_lastBytes});
        return;
    }
    HL_ASSERT(m_trace->m_views[place].isNull()); // a step is written once
    m_trace->m_views[place] = view;
}

bool TraceBuilder::isByToken(const StepRef& ref) const
{
    const bool isOfLastRow = !m_trace->m_hasAllLogits && isOfLogits(ref.step);
    const Axis axis = infoOf(ref.step).rows;
    return !isOfLastRow && (axis == Axis::Position || axis == Axis::Query || axis == Axis::Key);
}

Index TraceBuilder::takenOf(const StepRef& ref) const
{
    return isByToken(ref) ? m_trace->m_rowsTaken : 0;
}

void TraceBuilder::takeOver(const TracePtr& earlier, Index rows, const std::vector<StepRef>& alsoNeeded)
{
    const auto isThere = [&](const StepRef& ref) { return takenOf(ref) == 0 || earlier->view(ref); };
    m_trace->m_rowsTaken = rows;
    if (earlier->dtype() != DType::Float32 || m_trace->m_dtype != DType::Float32
        || !std::all_of(m_trace->m_steps.begin(), m_trace->m_steps.end(), isThere)
        || !std::all_of(m_trace->m_steps.begin(), m_trace->m_steps.end(), [&](const StepRef& ref) { return keepsOwnerOf(ref); })
        || !std::all_of(alsoNeeded.begin(), alsoNeeded.end(), isThere)) {
        m_trace->m_rowsTaken = 0;
        return;
    }
    m_earlier = earlier;
}

bool TraceBuilder::keepsOwnerOf(StepRef ref) const
{
    const ModelSpec& spec = m_trace->m_model->spec();
    if (ref.step == Step::ResidPre)
        return keeps(inputsOf(ref, spec).front());
    if (ref.step != Step::Mask)
        return true;
    ref.layer = ref.isCross ? 0 : spec.stack(ref.side).attention.firstLayerOfWindow(ref.layer);
    ref.head = 0;
    return keeps(ref);
}

bool TraceBuilder::keepsWholeBuffers() const
{
    if (m_trace->m_steps.size() == m_keeps.size())
        return true;
    const ModelSpec& spec = m_trace->m_model->spec();
    const auto keepsAllHeads = [&](StepRef ref) {
        const int heads = headsOf(ref, spec);
        for (ref.head = 0; ref.head < heads; ++ref.head) {
            if (!keeps(ref))
                return false;
        }
        return true;
    };
    return std::all_of(m_trace->m_steps.begin(), m_trace->m_steps.end(), [&](StepRef ref) {
        if (ref.step == Step::Concat) {
            ref.step = Step::Z;
            return keepsAllHeads(ref);
        }
        if (ref.head == 0 || ref.step == Step::Mask)
            return keepsOwnerOf(ref) && (ref.step == Step::Mask || keepsAllHeads(ref));
        if (ref.head > 0)
            ref.head = 0; // which was asked for the others
        return keeps(ref) && keepsOwnerOf(ref);
    });
}

void TraceBuilder::leaveRoom(Index capacity, std::shared_ptr<Trace> spare, Index rowsThere)
{
    const auto n = static_cast<Index>(m_trace->m_source.size());
    if (capacity < n || !keepsWholeBuffers())
        return;
    const bool isOfSameKind = spare && spare->capacity() >= n && spare->m_steps == m_trace->m_steps
                              && spare->m_hasAllLogits == m_trace->m_hasAllLogits;
    if (isOfSameKind) {
        m_rows = std::move(spare->m_rows);
        m_spare = std::move(spare);
        m_rowsThere = std::min(rowsThere, m_trace->m_rowsTaken);
    } else {
        const double growth = static_cast<double>(capacity) / static_cast<double>(n);
        const auto cells = static_cast<double>(m_cellBytes);
        const double bytes = cells * growth * growth + (static_cast<double>(m_slab.bytes()) - cells) * growth;
        if (bytes > static_cast<double>(std::min(m_mostBytes, TraceShelf::mostBytes)))
            return;
        m_rows = std::make_unique<RowStore>(capacity, static_cast<std::uint64_t>(bytes));
    }
    m_slab = Slab(); // what is left is not worth it
}

template <class T>
void TraceBuilder::copyTaken(const StepRef& ref, T* data, const Layout& layout, Index cols) const
{
    if constexpr (std::is_same_v<T, float>) {
        const MatrixView earlier = layout.taken > 0 ? m_earlier->view(ref) : MatrixView{};
        if (!earlier)
            return; // nobody looks at the rows before: what is needed was asked for in takeOver()
        const MutableMap<float> rows(data, layout.taken, cols, Eigen::OuterStride<>(layout.stride));
        copyTakenRows(earlier, ref.step, rows, layout.hasRoom ? m_rowsThere : 0);
    }
}

TraceBuilder::Layout TraceBuilder::layoutOf(const StepRef& ref, Index rows, Index cols) const
{
    const Index taken = takenOf(ref);
    const bool hasRoom = m_rows && isByToken(ref) && keeps(ref);
    // All matrices of a head have the same stride, those that are not kept, too.
    const bool isWide = m_rows && infoOf(ref.step).cols == Axis::Key;
    return {taken, hasRoom ? m_rows->capacity() : taken + rows, isWide ? m_rows->capacity() : cols, hasRoom};
}

template <class T>
T* TraceBuilder::memoryOf(const StepRef& ref, const Layout& layout, Index heads, Index cols, bool isKept)
{
    if (!layout.hasRoom)
        return allocate<T>(heads * layout.rows * layout.stride, isKept);
    m_lastOwner.reset();
    if (m_spare)
        return const_cast<T*>(m_spare->view(ref).as<T>().data());
    T* data = static_cast<T*>(m_rows->take(static_cast<std::uint64_t>(heads * layout.rows * layout.stride) * sizeof(T)));
    const auto behind = infoOf(ref.step).cols == Axis::Key ? behindMask(ref.step) : std::nullopt;
    for (Index row = 0; behind && row < heads * layout.rows; ++row) {
        const Index first = row % layout.rows < cols ? cols : 0; // as many rows as columns are written below
        std::fill(data + row * layout.stride + first, data + (row + 1) * layout.stride, static_cast<T>(*behind));
    }
    return data;
}

template <class T>
MutableMap<T> TraceBuilder::room(const StepRef& ref, Index rows, Index cols)
{
    const Layout layout = layoutOf(ref, rows, cols);
    T* data = memoryOf<T>(ref, layout, 1, cols, keeps(ref));
    copyTaken(ref, data, layout, cols);
    record(ref, MatrixView(data, layout.taken + rows, cols, layout.stride));
    return {data + layout.taken * layout.stride, rows, cols, Eigen::OuterStride<>(layout.stride)};
}

template <class T>
std::vector<MutableMap<T>> TraceBuilder::roomPerHead(StepRef ref, int heads, Index rows, Index cols, bool isNeeded)
{
    bool isKept = false;
    for (ref.head = 0; ref.head < heads; ++ref.head)
        isKept = isKept || keeps(ref);
    if (!isKept && !isNeeded)
        return std::vector<MutableMap<T>>(static_cast<std::size_t>(heads), MutableMap<T>(nullptr, 0, 0, Eigen::OuterStride<>(0)));
    ref.head = 0;
    const Layout layout = layoutOf(ref, rows, cols);
    T* data = memoryOf<T>(ref, layout, heads, cols, isKept);
    std::vector<MutableMap<T>> maps;
    for (; ref.head < heads; ++ref.head) {
        T* own = data + ref.head * layout.rows * layout.stride;
        copyTaken(ref, own, layout, cols);
        record(ref, MatrixView(own, layout.taken + rows, cols, layout.stride));
        maps.emplace_back(own + layout.taken * layout.stride, rows, cols, Eigen::OuterStride<>(layout.stride));
    }
    return maps;
}

template <class T>
MutableMap<T> TraceBuilder::roomSideBySide(StepRef ref, int heads, Index rows, Index cols, int shared)
{
    bool isKept = false;
    for (ref.head = 0; ref.head < heads; ++ref.head)
        isKept = isKept || keeps(ref);
    const int stored = shared > 0 ? shared : heads;
    const Index width = stored * cols;
    ref.head = 0;
    const Layout layout = layoutOf(ref, rows, width);
    T* data = memoryOf<T>(ref, layout, 1, width, isKept);
    if (ref.step == Step::Z) // where z itself was not kept, joined it may have been
        copyTaken({Step::Concat, ref.layer, -1, ref.side, ref.isCross}, data, layout, width);
    for (; ref.head < heads; ++ref.head) {
        T* own = data + ref.head / (heads / stored) * cols;
        copyTaken(ref, own, layout, cols);
        record(ref, MatrixView(own, layout.taken + rows, cols, width));
    }
    return {data + layout.taken * width, rows, width, Eigen::OuterStride<>(width)};
}

void TraceBuilder::recordView(const StepRef& ref, MatrixView view)
{
    if (keeps(ref))
        keepLastBuffer();
    if (const Index taken = takenOf(ref); taken > 0) {
        const auto map = view.as<float>();
        view = {map.data() - taken * view.rowStride(), taken + view.rows(), view.cols(), view.rowStride()};
    }
    record(ref, view);
}

MatrixView TraceBuilder::viewOf(const StepRef& ref) const
{
    return rowsFrom(wholeViewOf(ref), takenOf(ref));
}

MatrixView TraceBuilder::wholeViewOf(const StepRef& ref) const
{
    const auto place = order().placeOf(ref);
    if (!place)
        return {};
    return m_keeps[*place] ? m_trace->m_views[*place] : m_scratch.at(*place).view;
}

void TraceBuilder::alias(const StepRef& ref, const StepRef& original)
{
    MatrixView view = m_trace->view(original);
    if (!view) {
        const StepScratch::Entry& found = m_scratch.at(order().placeOf(original).value());
        HL_ASSERT(!found.view.isNull());
        view = found.view;
        m_lastOwner = found.owner;
        m_lastBytes = found.bytes;
        if (keeps(ref)) // the copy is wanted though the original is not: its buffer stays after all
            keepLastBuffer();
    }
    record(ref, view);
}

template <class T>
void TraceBuilder::pass(const StepRef& ref, const StepRef& original)
{
    if (!changes().touches(ref))
        return alias(ref, original);
    const ConstMap<T> from = viewOf(original).as<T>();
    room<T>(ref, from.rows(), from.cols()) = from;
    settle<T>(ref);
}

bool TraceBuilder::rounds(const StepRef& ref) const
{
    return isRounding() && ref.step != Step::Tokens && ref.step != Step::Positions && ref.step != Step::Mask;
}

template <class T>
std::vector<Index> TraceBuilder::settle(const StepRef& ref)
{
    if (!rounds(ref) && !changes().touches(ref))
        return {};
    const MatrixView view = viewOf(ref);
    // The builder made this buffer; only what it gives out is read-only.
    const MutableMap<T> numbers(const_cast<T*>(view.as<T>().data()), view.rows(), view.cols(), Eigen::OuterStride<>(view.rowStride()));
    StepRef mask = ref;
    mask.step = Step::Mask;
    const MatrixView allowed = ref.step == Step::Pattern && changes().forcedOf(ref) ? viewOf(mask) : MatrixView{};
    return settleNumbers<T>(numbers, ref, changes(), allowed, rounds(ref) ? m_rounding : NumberType::Double);
}

std::int64_t TraceBuilder::countStrange(const StepRef& ref) const
{
    const MatrixView view = m_trace->view(ref);
    const DType dtype = m_trace->m_dtype;
    const Index taken = m_earlier && m_earlier->nonFiniteCount() == 0 ? takenOf(ref) : 0;
    std::int64_t count = countNonFinite(rowsFrom(view, taken), dtype, ref.step);
    const bool hasNewKeys = infoOf(ref.step).cols == Axis::Key && !behindMask(ref.step);
    if (taken > 0 && hasNewKeys && view.cols() > taken) { // their scores
        const auto map = view.as<float>();
        count += countNonFinite(MatrixView(map.data() + taken, taken, view.cols() - taken, view.rowStride()), dtype, ref.step);
    }
    return count;
}

TracePtr TraceBuilder::finish(Crew& crew)
{
    std::atomic<std::int64_t> strange = 0;
    crew.each(static_cast<long>(m_trace->m_steps.size()), [&](long step, int) {
        const StepRef& ref = m_trace->m_steps[static_cast<std::size_t>(step)];
        const MatrixView view = m_trace->view(ref);
        HL_ASSERT(!view.isNull()); // every step the model has was recorded
        if (ref.step == Step::ResidPre && m_trace->view(inputsOf(ref, m_trace->m_model->spec()).front()))
            return; // a copy of numbers that are counted where they come from
        if (const std::int64_t count = countStrange(ref); count > 0)
            strange += count;
    });
    m_trace->m_nonFinite = strange;
    if (m_trace->m_nonFinite > 0)
        note({HL_NOOP("core", "%1 numbers of this run are not finite (NaN or infinity); such cells are hatched."),
              {std::to_string(m_trace->m_nonFinite)}});
    m_scratch.clear();
    m_slab = Slab();
    if (m_rows)
        m_trace->m_bytes += m_rows->bytes();
    m_trace->m_rows = std::move(m_rows);
    return std::move(m_trace);
}

template MutableMap<float> TraceBuilder::room<float>(const StepRef&, Index, Index);
template MutableMap<double> TraceBuilder::room<double>(const StepRef&, Index, Index);
template std::vector<MutableMap<float>> TraceBuilder::roomPerHead<float>(StepRef, int, Index, Index, bool);
template std::vector<MutableMap<double>> TraceBuilder::roomPerHead<double>(StepRef, int, Index, Index, bool);
template void TraceBuilder::pass<float>(const StepRef&, const StepRef&);
template void TraceBuilder::pass<double>(const StepRef&, const StepRef&);
template std::vector<Index> TraceBuilder::settle<float>(const StepRef&);
template std::vector<Index> TraceBuilder::settle<double>(const StepRef&);
template MutableMap<float> TraceBuilder::roomSideBySide<float>(StepRef, int, Index, Index, int);
template MutableMap<double> TraceBuilder::roomSideBySide<double>(StepRef, int, Index, Index, int);

} // namespace hl
