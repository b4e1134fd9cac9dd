#pragma once

#include "ui/figure/figure.h"

namespace hl::ui {

// The page of the Metrics picture with the chosen metric of each head as a dot, layer by layer.

[[nodiscard]] QSizeF metricsLayersSize(const Scene& scene);
void paintMetricsLayers(Ink& ink, const QRectF& room, const Scene& scene);

} // namespace hl::ui
