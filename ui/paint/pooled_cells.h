#pragma once

#include "ui/paint/heatmap.h"

#include <QRect>

namespace hl::ui {

/// The cells of `part` (x, width in columns, y, height in rows; inside the matrix) on at most `size` pixels. Where several cells
/// share a pixel, the one whose number is furthest from the middle of the scale shows: of signed numbers the largest in size, with
/// its own sign; one that is not finite wins over all, a forbidden one over none. So no cell that stands out is ever lost.
[[nodiscard]] QImage pooledCells(const Heatmap& map, const QRect& part, QSize size);

/// The same, kept for the last pictures of large matrices that say what they are of (Heatmap::key).
[[nodiscard]] QImage knownPooledCells(const Heatmap& map, const QRect& part, QSize size);

} // namespace hl::ui
