#pragma once

#include "ui/figure/ink.h"
#include "ui/figure/matrix_layout.h"
#include "ui/paint/heatmap.h"

#include <functional>
#include <vector>

namespace hl::ui {

// Small matrices beside each other: the truth, something else, the difference. In a narrow room they take two rows.

/// One of them, and where it lies.
struct MatrixPanel
{
    const MatrixOf<double>* matrix = nullptr;
    QString caption;
    Heatmap map;
    bool hasLegend = false;
    MatrixLayout place{};
    MatrixOf<double> forbidden{}; ///< −∞ where a pair is forbidden; no rows: nowhere
};

/// Three of them stand side by side from this width on, and in two rows from the other.
inline constexpr qreal widthOfOneRow = 560.0;
inline constexpr qreal widthOfTwoRows = 370.0;
inline constexpr qreal heightOfARow = 190.0;

/// Larger matrices are looked at, not pointed at.
inline constexpr Index mostCellsToPoint = 1024;

[[nodiscard]] double largestFinite(const MatrixOf<double>& matrix);
[[nodiscard]] bool hasNegative(const MatrixOf<double>& matrix);
/// Its colours from 0, or from −largest, to largest.
[[nodiscard]] Heatmap heatmapOf(const MatrixOf<double>& matrix, bool isDiverging, double largest, const Scene& scene);

/// Draws zeros as forbidden cells where `isForbidden` says that the pair must not meet. For panels that stay where they are.
void markForbidden(MatrixPanel& panel, const std::function<bool(Index row, Index col)>& isForbidden);

/// Lays the panels out in `room` (row labels at its left) and paints them with captions, names, and colour bars to the right of
/// those that have a legend. Returns the bottom of what was painted.
qreal paintSideBySide(Ink& ink, std::vector<MatrixPanel>& panels, const QRectF& room, const MatrixLabels& labels);

/// Every cell of every panel can be pointed at and clicked: it selects this cell of the pattern. The selected cell is outlined.
void addCellAreas(Ink& ink, const std::vector<MatrixPanel>& panels, const MatrixLabels& labels, const Scene& scene,
                  const std::function<QString(Index row, Index col)>& textOf);

} // namespace hl::ui
