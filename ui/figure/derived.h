#pragma once

#include "core/analysis/head_similarity.h"
#include "core/analysis/repeated_scores.h"
#include "core/analysis/rollout.h"
#include "core/analysis/variant_comparison.h"
#include "ui/figure/scene.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace hl::ui {

// What follows from a run and takes too long to be worked out at every paint: kept for the last few runs, shared by all
// figures and by the worker that prepares it. Everything is a function of the trace; all functions may be called from any thread.

/// The metrics of all heads on the run's text.
struct TextMetrics
{
    std::vector<StepRef> heads;
    std::vector<std::optional<HeadMetrics>> values; ///< nothing where a pattern was not kept

    /// Null where the pattern was not kept.
    [[nodiscard]] const HeadMetrics* find(const StepRef& head) const;
    [[nodiscard]] std::optional<double> value(const StepRef& head, HeadMetric metric) const;
};

/// How the heads of one kind lie to each other.
struct HeadMapNumbers
{
    HeadSimilarity similarity;
    std::vector<Merge> merges;
    PlaneMap map;
};

/// Now: whatever it takes; null only where it was stopped while another thread worked out the same. IfQuick: null where it is
/// not known yet and would hold up a screen.
enum class When { Now, IfQuick };

template <class T>
using Known = std::shared_ptr<const Result<T>>;

[[nodiscard]] Known<TextMetrics> knownMetrics(const TracePtr& trace, When when, std::stop_token stop = {});
[[nodiscard]] Known<RepeatedScores> knownScores(const TracePtr& trace, When when, std::stop_token stop = {});
[[nodiscard]] Known<MatrixOf<double>> knownRollout(const TracePtr& trace, Side side, When when, std::stop_token stop = {});
/// One row of the rollout, at once: it takes little.
[[nodiscard]] Known<std::vector<double>> knownRolloutRow(const TracePtr& trace, Side side, Index row);
[[nodiscard]] Known<MatrixOf<double>> knownFlow(const TracePtr& trace, Side side, When when, std::stop_token stop = {});
[[nodiscard]] Known<HeadMapNumbers> knownHeadMap(const TracePtr& trace, Side side, bool isCross, When when,
                                                 std::stop_token stop = {});

/// Of the variant and the parameters in the options.
[[nodiscard]] Known<VariantComparison> knownVariant(const TracePtr& trace, const StepRef& head, const PictureOptions& options, When when);
[[nodiscard]] Known<FormatRuns> knownFormats(const TracePtr& trace, When when, std::stop_token stop = {});

/// A metric or a score of a head; nothing where it does not apply or is not known yet.
[[nodiscard]] std::optional<double> knownValue(const TracePtr& trace, const StepRef& head, HeadMetric metric, When when);

/// Works out all that the picture of the metrics needs under these options.
void prepareDerived(const TracePtr& trace, const PictureOptions& options, Side side, bool isCross, std::stop_token stop);
/// True if all of it is known already, or is quick.
[[nodiscard]] bool isDerivedKnown(const TracePtr& trace, const PictureOptions& options, Side side, bool isCross);

/// The same for the grid of heads, with the numbers of the selected one.
void prepareHeads(const TracePtr& trace, const PictureOptions& options, std::stop_token stop);
[[nodiscard]] bool areHeadsKnown(const TracePtr& trace, const PictureOptions& options);

/// The same for the page of variants that the options choose.
void prepareVariants(const TracePtr& trace, const PictureOptions& options, const Place& place, std::stop_token stop);
[[nodiscard]] bool areVariantsKnown(const TracePtr& trace, const PictureOptions& options, const Place& place);

} // namespace hl::ui
