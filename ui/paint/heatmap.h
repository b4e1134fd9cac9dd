#pragma once

#include "ui/figure/ink.h"
#include "ui/paint/color_scale.h"
#include "ui/paint/picture_key.h"

#include <QImage>
#include <QPainter>

namespace hl::ui {

/// One matrix as coloured cells. The same code paints the screen and every kind of file.
struct Heatmap
{
    MatrixView view;
    MatrixView forbidden; ///< −∞ marks forbidden pairs; null: none
    ColorScale scale;
    std::array<std::uint32_t, 256> colors{};
    Theme theme;
    std::optional<HeatmapKey> key; ///< what it is of: then parts of large pictures are kept

    /// The step's own heat map under these choices; its view is null if the step was not kept.
    [[nodiscard]] static Heatmap of(const TracePtr& trace, const StepRef& ref, const PictureOptions& options,
                                    const Theme& theme);

    /// Colour of one cell: its number's, or that of forbidden and of not finite.
    [[nodiscard]] QRgb colorAt(Index row, Index col) const;
    /// Colour of a finite number in this row.
    [[nodiscard]] QRgb colorOf(double value, Index row) const;
    /// Black or white, whichever reads better on the cell.
    [[nodiscard]] QColor inkAt(Index row, Index col) const;
};

/// What stands for NaN and the infinities.
[[nodiscard]] QRgb notFiniteColor(const Theme& theme);

/// One pixel per cell.
[[nodiscard]] QImage cellImage(const Heatmap& map);
/// At most `size` pixels: where several cells share a pixel, the one furthest from the middle of the scale shows.
[[nodiscard]] QImage cellImage(const Heatmap& map, QSize size);

/// Paints all cells into `rect`: exact on every medium. Forbidden cells get a thin stroke, cells that are not
/// finite a cross, and cells beyond the scale a corner, where cells are large enough to show one.
void paintCells(QPainter& painter, Medium medium, const QRectF& rect, const Heatmap& map);

/// The colours of a scale as a bar, lowest at the bottom.
void paintColorBar(QPainter& painter, Medium medium, const QRectF& rect, const Heatmap& map);

} // namespace hl::ui
