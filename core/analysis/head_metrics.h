#pragma once

#include "core/trace/trace.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace hl {

/// What is measured of one head: of its pattern on one text or, the three scores, on random tokens said twice.
enum class HeadMetric : std::uint8_t {
    Entropy,
    EffectiveKeys,
    MeanDistance,
    PreviousMass,
    FirstMass,
    SameTokenMass,
    DiagonalMass,
    NextMass,
    SpecialMass,
    SinkMass,
    Symmetry,
    PreviousScore,
    DuplicateScore,
    InductionScore,
};
inline constexpr int headMetricCount = static_cast<int>(HeadMetric::InductionScore) + 1;
/// Metrics of a text; those behind them are scores of a model, whatever the text (repeated_scores.h).
inline constexpr int textMetricCount = static_cast<int>(HeadMetric::Symmetry) + 1;
[[nodiscard]] constexpr bool isOfText(HeadMetric metric)
{
    return static_cast<int>(metric) < textMetricCount;
}

struct HeadMetricInfo
{
    HeadMetric metric;
    std::string_view name;  ///< for the command line and files: "previous-mass"
    const char* title;      ///< for people, translated in context "core"
    const char* definition; ///< one sentence with the formula, translated in context "core"
    const char* formula;    ///< of one query's part i; the metric is the mean of the parts
    const char* unit;       ///< "nats", "keys", "tokens", "share of the weight", translated in context "core"
    const char* absence;    ///< why a head may have no such number, translated in context "core"
};

/// One row per metric, in enum order.
[[nodiscard]] std::span<const HeadMetricInfo, headMetricCount> headMetricTable();
[[nodiscard]] const HeadMetricInfo& infoOf(HeadMetric metric);

/// Measured in float64 from the stored weights a[i, j] (query i, key j). A row that can look nowhere (all zeros) and a
/// row that is not finite are left out and counted.
struct HeadMetrics
{
    /// Nothing where the metric does not apply: distances between two different texts, no token that occurs twice.
    std::array<std::optional<double>, headMetricCount> values;
    Index rows = 0;            ///< rows measured
    Index sinkKey = -1;        ///< the key that SinkMass is about; -1: no row was measured
    Index fullyMaskedRows = 0; ///< rows left out because every key is forbidden
    Index nonFiniteRows = 0;   ///< rows left out because of NaN or infinity

    [[nodiscard]] std::optional<double> value(HeadMetric metric) const
    {
        return values[static_cast<std::size_t>(metric)];
    }
};

/// What headMetrics() looks at.
struct MeasuredPattern
{
    MatrixView pattern;             ///< [query, key]
    MatrixView mask;                ///< [query, key], −∞ where forbidden; null: forbidden is where the weight is 0
    const Tokens* tokens = nullptr; ///< of the queries, which are the keys too; null for cross-attention
    const Tokens* keyTokens = nullptr; ///< of the keys; null: unknown, or the same as `tokens`
};

/// The ledger of the metrics of one head: by metric, the part of each query; nothing where the query has none. The
/// metric is the mean of the parts there are.
struct HeadMetricRows
{
    std::array<std::vector<std::optional<double>>, headMetricCount> parts;

    [[nodiscard]] const std::vector<std::optional<double>>& of(HeadMetric metric) const
    {
        return parts[static_cast<std::size_t>(metric)];
    }
};

/// Mean over the measured rows i of
///   Entropy        H_i = −Σ_j a[i,j] ln a[i,j], in nats, 0 ln 0 = 0
///   EffectiveKeys  exp(H_i): 1 for one key alone, k for k keys alike
///   MeanDistance   Σ_j a[i,j] |i − j|, in tokens
///   PreviousMass   a[i, i−1], rows from the second
///   FirstMass      a[i, 0]; in self-attention rows from the second, for the first has little choice
///   SameTokenMass  Σ_j a[i,j] over keys j ≠ i with the query's token id; rows that may look at such a key
///   DiagonalMass   a[i, i]
///   NextMass       a[i, i+1], rows that may look at it
///   SpecialMass    Σ_j a[i,j] over keys that the tokenizer added; texts that have such keys
///   SinkMass       a[i, s], where s is the key with the largest mean weight (the first of several)
///   Symmetry       R Σ_j a[i,j] a[j,i] / Σ_kj a[k,j]², over the R measured rows and their keys: the mean is 1 for a
///                  pattern that equals its transpose
/// The metrics about positions and tokens are for self-attention alone; SpecialMass needs the keys' tokens alone.
/// Error below 1e-12 (1 + |value|).
[[nodiscard]] HeadMetrics headMetrics(const MeasuredPattern& measured);
[[nodiscard]] HeadMetricRows headMetricRows(const MeasuredPattern& measured);

/// The same for a head of a trace (any step of the head names it); nothing if its pattern was not kept.
[[nodiscard]] std::optional<HeadMetrics> headMetrics(const Trace& trace, const StepRef& headStep);
[[nodiscard]] std::optional<HeadMetricRows> headMetricRows(const Trace& trace, const StepRef& headStep);

/// Every attention head of a model in the order of computation: self before cross in each layer.
[[nodiscard]] std::vector<StepRef> attentionHeads(const ModelSpec& spec);

} // namespace hl
