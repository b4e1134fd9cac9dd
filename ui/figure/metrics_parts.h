#pragma once

#include "ui/figure/figure.h"

namespace hl::ui {

// The page of the Metrics picture that takes the chosen metric of the selected head apart: query by query, and their mean.

[[nodiscard]] QSizeF metricsPartsSize(const Scene& scene);
void paintMetricsParts(Ink& ink, const QRectF& room, const Scene& scene);
/// One column, a row for each query; NaN where a query has no part.
[[nodiscard]] NumberTable partsNumbers(const Scene& scene);

} // namespace hl::ui
