#pragma once

#include "ui/figure/ink.h"

namespace hl::ui {

/// Lines that paintOutputExtras() takes; 0 for most models.
[[nodiscard]] qreal outputExtraLines(const ModelSpec& spec);

/// What a head says beside its words or classes: the likeliest answers of a model that looks for one in the text, or the number of a
/// second head, or what that says of a pair of texts.
void paintOutputExtras(Ink& ink, const QRectF& rect, const Scene& scene);

} // namespace hl::ui
