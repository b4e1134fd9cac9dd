#pragma once

#include "ui/figure/ink.h"

namespace hl::ui {

/// The tokens of a stack as a table: position, token, number in the vocabulary, piece, bytes of the text.
void paintTokenTable(Ink& ink, const QRectF& rect, const Scene& scene, const StepRef& ref);
[[nodiscard]] qreal tokenTableHeight(const Scene& scene, const StepRef& ref);

} // namespace hl::ui
