#pragma once

#include "ui/figure/ink.h"

namespace hl::ui {

// What every page about one metric begins with: its title, formula and unit, and in words what it says. It is broken into lines
// within a width, so that the whole of it is seen.

/// Pages that are scrolled sideways in a narrow panel keep it within this: what such a panel shows at once.
[[nodiscard]] qreal metricDefinitionWidth(const Theme& theme);
[[nodiscard]] qreal metricDefinitionHeight(const Scene& scene, qreal width);
/// At the top left of the room, of the metric that the options choose.
void paintMetricDefinition(Ink& ink, const QRectF& room, qreal width, const Scene& scene);

/// Height of a line on these pages.
[[nodiscard]] qreal metricLineHeight(const Theme& theme);

} // namespace hl::ui
