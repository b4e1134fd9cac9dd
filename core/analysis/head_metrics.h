#pragma once

#include "core/trace/trace.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace hl {

/// What is measured of one head's pattern on one text.
enum class HeadMetric : std::uint8_t {
    Entropy,
    EffectiveKeys,
    MeanDistance,
    PreviousMass,
    FirstMass,
    SameTokenMass,
    DiagonalMass,
};
inline constexpr int headMetricCount = static_cast<int>(HeadMetric::DiagonalMass) + 1;

struct HeadMetricInfo
{
    HeadMetric metric;
    std::string_view name;  ///< for the command line and files: "previous-mass"
    const char* title;      ///< for people, translated in context "core"
    const char* definition; ///< one sentence with the formula, translated in context "core"
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
};

/// Mean over the measured rows i of
///   Entropy        H_i = −Σ_j a[i,j] ln a[i,j], in nats, 0 ln 0 = 0
///   EffectiveKeys  exp(H_i): 1 for one key alone, k for k keys alike
///   MeanDistance   Σ_j a[i,j] |i − j|, in tokens
///   PreviousMass   a[i, i−1], rows from the second
///   FirstMass      a[i, 0]; in self-attention rows from the second, for the first has little choice
///   SameTokenMass  Σ_j a[i,j] over keys j ≠ i with the query's token id; rows that may look at such a key
///   DiagonalMass   a[i, i]
/// The metrics about positions and tokens are for self-attention alone. Error below 1e-12 (1 + |value|).
[[nodiscard]] HeadMetrics headMetrics(const MeasuredPattern& measured);

/// The same for a head of a trace (any step of the head names it); nothing if its pattern was not kept.
[[nodiscard]] std::optional<HeadMetrics> headMetrics(const Trace& trace, const StepRef& headStep);

/// Every attention head of a model in the order of computation: self before cross in each layer.
[[nodiscard]] std::vector<StepRef> attentionHeads(const ModelSpec& spec);

} // namespace hl
