#include "ui/figure/derived.h"

#include "core/base/memory_guard.h"

#include <algorithm>
#include <chrono>
#include <mutex>

namespace hl::ui {

namespace {

constexpr std::int64_t quick = 1'500'000; // steps of a loop: a few milliseconds

/// How many results of a type are kept: fewer of large ones.
template <class T>
constexpr std::size_t mostKept = 12;
template <>
constexpr std::size_t mostKept<VariantComparison> = 3;
template <>
constexpr std::size_t mostKept<FormatRuns> = 2;

/// The last few results by what they are of. A key that no longer exists is forgotten.
template <class Owner, class T>
class Memo
{
public:
    Known<T> find(const std::shared_ptr<const Owner>& owner, const std::string& kind)
    {
        const std::scoped_lock lock(m_mutex);
        for (const Entry& entry : m_entries) {
            if (entry.kind == kind && entry.owner.lock() == owner)
                return entry.value;
        }
        return nullptr;
    }

    Known<T> keep(const std::shared_ptr<const Owner>& owner, const std::string& kind, Result<T> value)
    {
        auto known = std::make_shared<const Result<T>>(std::move(value));
        if (!*known && known->error().code == ErrorCode::Cancelled)
            return known; // not what the trace says
        const std::scoped_lock lock(m_mutex);
        std::erase_if(m_entries, [](const Entry& entry) { return entry.owner.expired(); });
        if (m_entries.size() == mostKept<T>)
            m_entries.erase(m_entries.begin());
        m_entries.push_back({owner, kind, known});
        return known;
    }

private:
    struct Entry
    {
        std::weak_ptr<const Owner> owner;
        std::string kind;
        Known<T> value;
    };
    std::mutex m_mutex;
    std::vector<Entry> m_entries;
};

std::string kindOf(Side side, bool isCross = false)
{
    return std::to_string(2 * static_cast<int>(side) + (isCross ? 1 : 0));
}

Index longest(const Trace& trace)
{
    std::size_t tokens = 0;
    for (const Side side : trace.model().spec().sides())
        tokens = std::max(tokens, trace.tokens(side).size());
    return static_cast<Index>(tokens) + trace.memoryRows();
}

template <class T, class Owner, class Work>
Known<T> known(const std::shared_ptr<const Owner>& owner, const std::string& kind, When when, std::int64_t cost,
               const std::stop_token& stop, const Work& work)
{
    static Memo<Owner, T> memo; // one for each caller, for each has a Work of its own
    if (auto found = memo.find(owner, kind))
        return found;
    if (when == When::IfQuick && cost > quick)
        return nullptr;
    static std::timed_mutex working; // two panels may want the same: one works it out, the other waits
    std::unique_lock lock(working, std::defer_lock);
    if (cost > quick) {
        for (std::chrono::milliseconds wait(0); !lock.try_lock_for(wait); wait = std::chrono::milliseconds(20)) {
            if (stop.stop_requested()) // though the other goes on
                return nullptr;
        }
        if (auto found = memo.find(owner, kind))
            return found;
    }
    return memo.keep(owner, kind, orOutOfMemory([&]() -> Result<T> { return work(); }));
}

Result<TextMetrics> measured(const Trace& trace, const std::stop_token& stop)
{
    TextMetrics out;
    out.heads = attentionHeads(trace.model().spec());
    for (const StepRef& head : out.heads) {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, HL_NOOP("core", "The computation was stopped."));
        out.values.push_back(headMetrics(trace, head));
    }
    return out;
}

} // namespace

const HeadMetrics* TextMetrics::find(const StepRef& head) const
{
    const auto found = std::find(heads.begin(), heads.end(), head);
    if (found == heads.end())
        return nullptr;
    const auto& own = values[static_cast<std::size_t>(found - heads.begin())];
    return own ? &*own : nullptr;
}

std::optional<double> TextMetrics::value(const StepRef& head, HeadMetric metric) const
{
    const HeadMetrics* own = find(head);
    return own ? own->value(metric) : std::nullopt;
}

Known<TextMetrics> knownMetrics(const TracePtr& trace, When when, std::stop_token stop)
{
    const Index n = longest(*trace);
    const auto heads = static_cast<std::int64_t>(attentionHeads(trace->model().spec()).size());
    constexpr std::int64_t ofACell = 60; // two logarithms
    constexpr std::int64_t ofAHead = 5000;
    return known<TextMetrics>(trace, {}, when, heads * (n * n * ofACell + ofAHead), stop, [&] { return measured(*trace, stop); });
}

Known<RepeatedScores> knownScores(const TracePtr& trace, When when, std::stop_token stop)
{
    const std::shared_ptr<const Model> model = trace->sharedModel();
    constexpr std::int64_t tokens = RepeatedTexts::count * (2 * RepeatedTexts::wantedPeriod + 1);
    // A multiplication each, some ten at a time.
    return known<RepeatedScores>(model, {}, when, model->parameterCount() * tokens / 20, stop, [&] { return repeatedScores(model, stop); });
}

Known<MatrixOf<double>> knownRollout(const TracePtr& trace, Side side, When when, std::stop_token stop)
{
    const Index n = longest(*trace);
    const StackSpec& stack = trace->model().spec().stack(side);
    const std::int64_t cost = stack.layers * (n * n * n / 8 + stack.attention.heads * n * n);
    return known<MatrixOf<double>>(trace, kindOf(side), when, cost, stop, [&]() -> Result<MatrixOf<double>> {
        const auto layers = mixedLayers(*trace, side);
        if (!layers)
            return tl::unexpected(layers.error());
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, HL_NOOP("core", "The computation was stopped."));
        return attentionRollout(*layers);
    });
}

Known<std::vector<double>> knownRolloutRow(const TracePtr& trace, Side side, Index row)
{
    return known<std::vector<double>>(trace, kindOf(side) + ' ' + std::to_string(row), When::Now, 0, {}, [&]() -> Result<std::vector<double>> {
        const auto layers = mixedLayers(*trace, side);
        if (!layers)
            return tl::unexpected(layers.error());
        return attentionRolloutRow(*layers, row);
    });
}

Known<MatrixOf<double>> knownFlow(const TracePtr& trace, Side side, When when, std::stop_token stop)
{
    const Index n = longest(*trace);
    const std::int64_t cost = n > longestFlow ? 0 : n * n * trace->model().spec().stack(side).layers * n * n * 4;
    return known<MatrixOf<double>>(trace, kindOf(side), when, cost, stop, [&]() -> Result<MatrixOf<double>> {
        const auto layers = mixedLayers(*trace, side);
        if (!layers)
            return tl::unexpected(layers.error());
        return attentionFlow(*layers, stop);
    });
}

Known<HeadMapNumbers> knownHeadMap(const TracePtr& trace, Side side, bool isCross, When when, std::stop_token stop)
{
    const Index n = longest(*trace);
    const StackSpec& stack = trace->model().spec().stack(side);
    const std::int64_t heads = stack.layers * (isCross && stack.cross ? stack.cross->heads : stack.attention.heads);
    return known<HeadMapNumbers>(trace, kindOf(side, isCross), when, heads * heads * (n * n + heads), stop, [&]() -> Result<HeadMapNumbers> {
        HeadMapNumbers out;
        auto similarity = headSimilarity(*trace, side, isCross, stop);
        if (!similarity)
            return tl::unexpected(similarity.error());
        const MatrixOf<double> distance = distances(*similarity);
        out.similarity = std::move(*similarity);
        out.merges = averageLinkage(distance);
        out.map = classicalScaling(distance);
        return out;
    });
}

Known<VariantComparison> knownVariant(const TracePtr& trace, const StepRef& head, const PictureOptions& options, When when)
{
    const AttentionVariant* variant = variantNamed(options.variant);
    if (!variant)
        variant = &attentionVariants().front();
    const VariantParameters& p = options.variantParameters;
    std::string kind = nameOf(head) + " " + std::string(variant->name);
    for (const Index parameter : {p.window, p.stride, p.globals, p.rank})
        kind += " " + std::to_string(parameter);
    const Index n = longest(*trace);
    const std::int64_t cost = n * n * trace->model().spec().stack(head.side).attention.dHead * 4;
    return known<VariantComparison>(trace, kind, when, cost, {}, [&] { return compareVariant(*trace, head, *variant, p); });
}

Known<FormatRuns> knownFormats(const TracePtr& trace, When when, std::stop_token stop)
{
    // A run in float64 for each format, some ten times as slow as one in float32, and every cell once more.
    const std::int64_t cost = trace->model().parameterCount() * longest(*trace) + static_cast<std::int64_t>(trace->bytes() / 4) * 20;
    return known<FormatRuns>(trace, {}, when, cost, stop, [&] { return runInAllFormats(*trace, stop); });
}

std::optional<double> knownValue(const TracePtr& trace, const StepRef& head, HeadMetric metric, When when)
{
    if (isOfText(metric)) {
        const auto metrics = knownMetrics(trace, when);
        return metrics && *metrics ? (*metrics)->value(head, metric) : std::nullopt;
    }
    const auto scores = knownScores(trace, when);
    const HeadScores* own = scores && *scores ? (*scores)->find(head) : nullptr;
    return own ? own->value(metric) : std::nullopt;
}

namespace {

bool isScore(const std::optional<HeadMetric>& metric)
{
    return metric && !isOfText(*metric);
}

bool needsScores(const PictureOptions& options)
{
    return options.metricsPage == MetricsPage::Table || (options.metricsPage <= MetricsPage::Parts && isScore(options.metric));
}

/// What the grid of heads shows: the numbers of the selected head, and those that it is sorted and coloured by.
bool headsNeeded(const TracePtr& trace, const PictureOptions& options, When when, const std::stop_token& stop)
{
    const bool hasMetrics = knownMetrics(trace, when, stop) != nullptr;
    const bool needsMore = isScore(options.headOrder) || isScore(options.headColor);
    if (!needsMore || stop.stop_requested() || (when == When::IfQuick && !hasMetrics))
        return hasMetrics;
    return knownScores(trace, when, stop) != nullptr && hasMetrics;
}

/// Goes through what is needed; `step` gets a result or null, and says whether to go on.
template <class Step>
bool allNeeded(const TracePtr& trace, const PictureOptions& options, Side side, bool isCross, When when,
               const std::stop_token& stop, const Step& step)
{
    const MetricsPage page = options.metricsPage;
    return step(knownMetrics(trace, when, stop) != nullptr)
           && (!needsScores(options) || step(knownScores(trace, when, stop) != nullptr))
           && (page != MetricsPage::Rollout || step(knownRollout(trace, side, when, stop) != nullptr))
           && (page != MetricsPage::Flow || step(knownFlow(trace, side, when, stop) != nullptr))
           && (page != MetricsPage::HeadMap || step(knownHeadMap(trace, side, isCross, when, stop) != nullptr));
}

} // namespace

void prepareDerived(const TracePtr& trace, const PictureOptions& options, Side side, bool isCross, std::stop_token stop)
{
    allNeeded(trace, options, side, isCross, When::Now, stop, [&](bool) { return !stop.stop_requested(); });
}

bool isDerivedKnown(const TracePtr& trace, const PictureOptions& options, Side side, bool isCross)
{
    return allNeeded(trace, options, side, isCross, When::IfQuick, {}, [](bool isKnown) { return isKnown; });
}

void prepareHeads(const TracePtr& trace, const PictureOptions& options, std::stop_token stop)
{
    headsNeeded(trace, options, When::Now, stop);
}

bool areHeadsKnown(const TracePtr& trace, const PictureOptions& options)
{
    return headsNeeded(trace, options, When::IfQuick, {});
}

namespace {

bool variantsNeeded(const TracePtr& trace, const PictureOptions& options, const Place& place, When when, const std::stop_token& stop)
{
    return options.variantsPage == VariantsPage::Formats ? knownFormats(trace, when, stop) != nullptr
                                                         : knownVariant(trace, place.refOf(Step::Pattern), options, when) != nullptr;
}

} // namespace

void prepareVariants(const TracePtr& trace, const PictureOptions& options, const Place& place, std::stop_token stop)
{
    variantsNeeded(trace, options, place, When::Now, stop);
}

bool areVariantsKnown(const TracePtr& trace, const PictureOptions& options, const Place& place)
{
    return variantsNeeded(trace, options, place, When::IfQuick, {});
}

} // namespace hl::ui
