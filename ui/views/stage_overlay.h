#pragma once

#include "ui/figure/matrix_layout.h"
#include "ui/figure/scene.h"
#include "ui/figure/shown_step.h"

class QPainter;

namespace hl::ui {

// What is laid over the stage's matrix while something is pointed at; no part of the figure.

/// Lines from the labels to the cell under the pointer.
void paintCrossHair(QPainter& painter, const MatrixLayout& layout, const QRectF& cell, const Theme& theme);
/// A veil over all but the rows or columns of the token that is pointed at in another view.
void paintVeil(QPainter& painter, const MatrixLayout& layout, const Scene& scene, const ShownStep& shown, const TokenRole& pointed);

} // namespace hl::ui
