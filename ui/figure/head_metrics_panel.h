#pragma once

#include "ui/figure/ink.h"

namespace hl::ui {

/// Height of the panel: a line for each metric of the short list, and of those that the heads are sorted and coloured by.
[[nodiscard]] qreal headMetricsHeight(const Scene& scene);
/// The measured numbers of the selected head, one line each, with their definitions as tool tips.
void paintHeadMetrics(Ink& ink, const QRectF& rect, const Scene& scene);

} // namespace hl::ui
