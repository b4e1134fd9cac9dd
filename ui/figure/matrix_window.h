#pragma once

#include "ui/figure/matrix_layout.h"

namespace hl::ui {

// The part of a matrix that a zoom shows, in columns and rows: [0, cols] × [0, rows] is all of it. See MatrixLayout::window.

/// The window moved and fitted into the matrix, at least two cells a side; null where that is all of it.
[[nodiscard]] QRectF windowInside(QRectF window, const MatrixLayout& layout);
/// `factor` times as large cells, so that what is at `around` (pixels) stays there. May reach outside the matrix.
[[nodiscard]] QRectF windowZoomed(const MatrixLayout& layout, qreal factor, QPointF around);
/// The window moved no farther than it takes to have this cell in it.
[[nodiscard]] QRectF windowWith(QRectF window, Index row, Index col);

} // namespace hl::ui
