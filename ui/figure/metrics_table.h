#pragma once

#include "ui/figure/derived.h"
#include "ui/figure/figure.h"

#include <optional>

namespace hl::ui {

// The pages of the Metrics picture that are about one number per head.

[[nodiscard]] QSizeF metricsTableSize(const Scene& scene);
void paintMetricsTable(Ink& ink, const QRectF& room, const Scene& scene);
[[nodiscard]] std::optional<HeadMetric> metricsHeaderAt(const QRectF& room, const Scene& scene, QPointF point);

[[nodiscard]] QSizeF metricsLayersSize(const Scene& scene);
void paintMetricsLayers(Ink& ink, const QRectF& room, const Scene& scene);

/// The parts of the chosen metric of the selected head, query by query, and their mean.
[[nodiscard]] QSizeF metricsPartsSize(const Scene& scene);
void paintMetricsParts(Ink& ink, const QRectF& room, const Scene& scene);

/// All heads and metrics.
[[nodiscard]] NumberTable metricsNumbers(const Scene& scene);
[[nodiscard]] NumberTable partsNumbers(const Scene& scene);

[[nodiscard]] inline When whenFor(Medium medium)
{
    return medium == Medium::Screen ? When::IfQuick : When::Now;
}
/// What stands where a number is still being worked out.
[[nodiscard]] QString computingText();

} // namespace hl::ui
