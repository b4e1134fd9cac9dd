#pragma once

#include "ui/figure/figure.h"

#include <optional>

namespace hl::ui {

// The page of the Metrics picture with a row for each head and a column for each metric.

[[nodiscard]] QSizeF metricsTableSize(const Scene& scene);
void paintMetricsTable(Ink& ink, const QRectF& room, const Scene& scene);
/// The metric whose column's head is at this point; nothing elsewhere.
[[nodiscard]] std::optional<HeadMetric> metricsHeaderAt(const QRectF& room, const Scene& scene, QPointF point);

/// All heads and metrics; NaN where a metric does not apply.
[[nodiscard]] NumberTable metricsNumbers(const Scene& scene);

} // namespace hl::ui
