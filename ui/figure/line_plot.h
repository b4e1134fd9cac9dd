#pragma once

#include "ui/figure/ink.h"
#include "ui/paint/axis.h"

#include <QPointF>

#include <optional>
#include <vector>

namespace hl::ui {

/// One line of a plot. Points that are not finite, or not positive on a logarithmic axis, are gaps.
struct PlotLine
{
    std::vector<QPointF> points;
    QColor color;
    Qt::PenStyle style = Qt::SolidLine;
    bool isChosen = false; ///< thicker, and above the others
    bool hasDots = false;
};

struct LinePlot
{
    QString title;
    NumberAxis x;
    NumberAxis y;
    std::vector<PlotLine> lines;
    std::optional<double> marker; ///< an upright line at this x
};

/// Numbers to places in `rect`, by the axes of the plot; nothing where there is no place.
[[nodiscard]] std::optional<QPointF> placeIn(const QRectF& rect, const LinePlot& plot, QPointF point);

/// The rectangle of the lines within the room for a whole plot: title above, numbers to the left and below.
[[nodiscard]] QRectF plotRect(const QRectF& room, const Theme& theme);

/// Paints title, ground, axes, marker and lines. What means something is said beside it: a plot has no numbers of its own.
void paintLinePlot(Ink& ink, const QRectF& room, const LinePlot& plot);

/// A short piece of a line, for legends.
void paintLineSample(Ink& ink, const QRectF& rect, const PlotLine& line);

/// One of five ways to draw a line, so that lines are told apart without colours.
[[nodiscard]] Qt::PenStyle lineStyle(int index);

} // namespace hl::ui
