#pragma once

#include "ui/figure/ink.h"
#include "ui/figure/matrix_layout.h"
#include "ui/paint/heatmap.h"

#include <functional>
#include <utility>
#include <vector>

namespace hl::ui {

// What surrounds and overlays the cells of a large matrix.

/// Labels of both sides, the axes' words, and the areas that select a row or column by its label.
void paintLabels(Ink& ink, const MatrixLayout& layout, const MatrixLabels& labels);

/// The numbers inside the cells, if they fit; `recordOf` says where a cell's number is from.
void paintCellValues(Ink& ink, const MatrixLayout& layout, const Heatmap& map,
                     const std::function<PaintedNumber(Index, Index)>& recordOf);

/// Outlines of the selected row, column and cell.
void paintSelection(Ink& ink, const MatrixLayout& layout, const MatrixLabels& labels);

/// Outlines cells that were written by hand, with a mark in the corner where there is room, and says how many there are.
void paintChangedCells(Ink& ink, const MatrixLayout& layout, const std::vector<std::pair<Index, Index>>& cells);

/// Colour bar, its numbers, and what the colours leave out.
void paintLegend(Ink& ink, const MatrixLayout& layout, const Heatmap& map);

} // namespace hl::ui
