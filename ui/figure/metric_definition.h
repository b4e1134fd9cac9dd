#pragma once

#include "ui/figure/ink.h"

namespace hl::ui {

// What every page about one metric begins with: its title, formula and unit, and in words what it says.

[[nodiscard]] qreal metricDefinitionHeight(const Theme& theme);
/// At the top of the room, of the metric that the options choose.
void paintMetricDefinition(Ink& ink, const QRectF& room, const Scene& scene);

/// Height of a line on these pages.
[[nodiscard]] qreal metricLineHeight(const Theme& theme);

} // namespace hl::ui
