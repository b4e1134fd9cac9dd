#pragma once

#include "ui/figure/ink.h"
#include "ui/figure/shown_step.h"

namespace hl::ui {

/// The selected row beside its matrix: a bar and a number for every key or feature, the sum, and what it means in
/// words. For the weighted sum: what every key contributes to the selected feature.
void paintRowPanel(Ink& ink, const QRectF& rect, const Scene& scene, const ShownStep& shown, const Heatmap& map);

} // namespace hl::ui
