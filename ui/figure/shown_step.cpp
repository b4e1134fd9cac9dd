#include "ui/figure/shown_step.h"

#include "core/output/reading_tables.h"
#include "ui/figure/labels.h"

#include <algorithm>
#include <mutex>

namespace hl::ui {

namespace {

using Known = std::shared_ptr<const Result<ReadPattern>>;

constexpr std::size_t mostBytes = std::size_t{512} << 20U; // kept at once: two of 4096 tokens

/// Read patterns of the last few runs and choices: a picture asks for them at every paint.
class ReadingMemo
{
public:
    Known find(const TracePtr& trace, const StepRef& head, const PatternReading& reading)
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
            return entry.head == head && entry.reading == reading && entry.trace.lock() == trace;
        });
        if (found == m_entries.end())
            return nullptr;
        std::rotate(found, found + 1, m_entries.end()); // the last one used is the last one to go
        return m_entries.back().value;
    }

    Known keep(const TracePtr& trace, const StepRef& head, const PatternReading& reading, Known value)
    {
        const std::scoped_lock lock(m_mutex);
        std::erase_if(m_entries, [](const Entry& entry) { return entry.trace.expired(); });
        const std::size_t bytes = *value ? static_cast<std::size_t>((*value)->weights.size()) * (sizeof(double) + sizeof(float)) : 0;
        m_entries.push_back({trace, head, reading, value, bytes});
        std::size_t all = 0;
        for (const Entry& entry : m_entries)
            all += entry.bytes;
        while (all > mostBytes && m_entries.size() > 1) {
            all -= m_entries.front().bytes;
            m_entries.erase(m_entries.begin());
        }
        return value;
    }

private:
    struct Entry
    {
        std::weak_ptr<const Trace> trace;
        StepRef head;
        PatternReading reading;
        Known value;
        std::size_t bytes;
    };
    std::mutex m_mutex;
    std::vector<Entry> m_entries; ///< the one not used for longest first
};

Known knownReading(const TracePtr& trace, const StepRef& ref, const PatternReading& reading)
{
    static ReadingMemo memo;
    StepRef head = ref;
    if (reading.aggregate != Aggregate::Head) { // whichever head is selected, the picture is the same
        head.head = 0;
        head.layer = reading.isOverAllLayers ? 0 : ref.layer;
    }
    if (auto found = memo.find(trace, head, reading))
        return found;
    return memo.keep(trace, head, reading, std::make_shared<const Result<ReadPattern>>(readPattern(*trace, head, reading)));
}

/// All pictures that can stand beside this one and share its scale.
std::vector<ShownStep> siblings(const TracePtr& trace, const ShownStep& shown)
{
    std::vector<ShownStep> all;
    for (const StepRef& head : headsRead(*trace, shown.ref, {.aggregate = Aggregate::Mean, .isOverAllLayers = true})) {
        if (shown.reading.aggregate == Aggregate::Head || (head.head == 0 && (head.layer == 0 || !shown.reading.isOverAllLayers)))
            all.push_back(shownStep(trace, head, shown.reading));
    }
    return all;
}

} // namespace

Index ShownStep::rowOf(const Place& place) const
{
    return isRead() ? spanOf((*read)->queries, place.query) : place.row();
}

Index ShownStep::colOf(const Place& place) const
{
    return isRead() ? spanOf((*read)->keys, place.key) : place.col();
}

Place ShownStep::placeAt(const Place& now, Index row, Index col) const
{
    if (!isRead())
        return now.withCell(ref.step, row, col);
    const auto tokenAt = [](const std::vector<WordSpan>& spans, Index index, Index selected) {
        const WordSpan& span = spans[static_cast<std::size_t>(index)];
        return selected >= span.first && selected < span.last ? selected : Index{span.first};
    };
    return now.withCell(ref.step, tokenAt((*read)->queries, row, now.query), tokenAt((*read)->keys, col, now.key));
}

PaintedNumber ShownStep::recordOf(Index row, Index col) const
{
    if (!isRead())
        return {{}, 0.0, Source{ref, {}, row, col}, {}};
    return {{}, 0.0, {}, QStringLiteral("reading %1 %2 %3").arg(QString::fromStdString(nameOf(ref))).arg(row).arg(col)};
}

ShownStep shownStep(const Scene& scene, const StepRef& ref)
{
    return shownStep(scene.trace, ref, scene.options.reading);
}

ShownStep shownStep(const TracePtr& trace, const StepRef& ref, const PatternReading& reading)
{
    ShownStep shown;
    shown.ref = ref;
    if (ref.step != Step::Pattern || reading.isPlain() || !trace->model().stepOrder().placeOf(ref)) {
        shown.view = trace->view(ref);
        shown.forbidden = forbiddenOf(*trace, ref);
        return shown;
    }
    shown.reading = reading;
    shown.read = knownReading(trace, ref, reading);
    if (*shown.read) {
        shown.view = (*shown.read)->view();
        shown.forbidden = (*shown.read)->forbiddenView();
    }
    return shown;
}

Place movedCell(const TracePtr& trace, const Place& place, const PatternReading& reading, Index rows, Index cols)
{
    Place moved = place;
    const ShownStep shown = shownStep(trace, place.ref(), reading);
    if (!shown.isRead()) {
        moved.query += rows;
        moved.key += cols;
        return moved;
    }
    const Index row = std::clamp<Index>(shown.rowOf(place) + rows, 0, shown.view.rows() - 1);
    const Index col = std::clamp<Index>(shown.colOf(place) + cols, 0, shown.view.cols() - 1);
    const Place next = shown.placeAt(place, row, col);
    if (rows != 0)
        moved.query = next.query;
    if (cols != 0)
        moved.key = next.key;
    return moved;
}

namespace {

ScaleKey scaleKeyOf(const Scene& scene, const ShownStep& shown)
{
    return {scene.trace, shown.ref, shown.reading, scene.options.scale, scene.options.excludeFirstToken};
}

ColorScale scaleOfRead(const Scene& scene, const ShownStep& shown)
{
    ColorScale scale;
    scale.mode = scene.options.scale;
    scale.isDiverging = scale.mode == ScaleMode::Symmetric;
    scale.isFirstKeyExcluded = scene.options.excludeFirstToken && shown.view.cols() > 1 && (*shown.read)->keys.front().first == 0;
    std::optional<ColorScale::Range> range;
    if (scale.mode == ScaleMode::Shared) {
        std::vector<std::pair<MatrixView, MatrixView>> all;
        const auto kept = siblings(scene.trace, shown); // holds what the views look at
        for (const ShownStep& sibling : kept)
            all.emplace_back(sibling.view, sibling.forbidden);
        range = rangeOfAll(all, scale);
    }
    fitScale(scale, shown.view, shown.forbidden, range);
    return scale;
}

} // namespace

ColorScale scaleOf(const Scene& scene, const ShownStep& shown)
{
    if (!shown.isRead())
        return chooseScale(scene.trace, shown.ref, scene.options);
    return rememberedScale(scaleKeyOf(scene, shown), shown.view.rows() * shown.view.cols(), [&] { return scaleOfRead(scene, shown); });
}

Heatmap heatmapOf(const Scene& scene, const ShownStep& shown)
{
    Heatmap map;
    map.view = shown.view;
    map.theme = scene.theme;
    if (!shown.view)
        return map;
    map.forbidden = shown.forbidden;
    map.scale = scaleOf(scene, shown);
    map.colors = colorsFor(map.scale, scene.options, scene.theme);
    map.key = HeatmapKey{scaleKeyOf(scene, shown), scene.options.sequentialMap, scene.theme.panel.rgb()};
    return map;
}

QString rowLabel(const Trace& trace, const ShownStep& shown, Index row)
{
    return wordLabel(*trace.rowTokens(shown.ref), (*shown.read)->queries[static_cast<std::size_t>(row)]);
}

QString colLabel(const Trace& trace, const ShownStep& shown, Index col)
{
    return wordLabel(*trace.columnTokens(shown.ref), (*shown.read)->keys[static_cast<std::size_t>(col)]);
}

std::vector<NumberTable> tablesOf(const Trace& trace, const ShownStep& shown)
{
    return shown.isRead() ? readingTables(trace, **shown.read, shown.ref, shown.reading) : std::vector<NumberTable>{};
}

} // namespace hl::ui
