#include "ui/paint/heatmap.h"

#include "ui/paint/pooled_cells.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace hl::ui {

namespace {

constexpr qreal smallestMarkedCell = 10.0; // units: below, strokes would only be noise
constexpr Index largestVectorSide = 128;  // cells a side: above, an SVG of rectangles grows too large
constexpr Index largestSvgImage = 4096;   // pixels a side, where cells have more than one
constexpr int svgImagePixels = 4;         // pixels a cell, so that no viewer smooths the colours away

double linear(int channel)
{
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

void paintMarks(QPainter& painter, const QRectF& rect, const Heatmap& map)
{
    const qreal width = rect.width() / static_cast<qreal>(map.view.cols());
    const qreal height = rect.height() / static_cast<qreal>(map.view.rows());
    if (std::min(width, height) < smallestMarkedCell)
        return;
    QVector<QLineF> forbiddenStrokes;
    QVector<QLineF> crosses;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal reach = std::min(std::min(width, height) * 0.16, 6.0);
    const QRectF seen = painter.hasClipping() ? painter.clipBoundingRect().intersected(rect) : rect;
    const auto firstRow = static_cast<Index>((seen.top() - rect.top()) / height);
    const auto firstCol = static_cast<Index>((seen.left() - rect.left()) / width);
    const Index rowsEnd = std::min(map.view.rows(), static_cast<Index>((seen.bottom() - rect.top()) / height) + 1);
    const Index colsEnd = std::min(map.view.cols(), static_cast<Index>((seen.right() - rect.left()) / width) + 1);
    for (Index row = std::max<Index>(firstRow, 0); row < rowsEnd; ++row) {
        for (Index col = std::max<Index>(firstCol, 0); col < colsEnd; ++col) {
            const QPointF middle(rect.left() + (static_cast<qreal>(col) + 0.5) * width,
                                 rect.top() + (static_cast<qreal>(row) + 0.5) * height);
            const double value = map.view.at(row, col);
            if (isForbidden(map.forbidden, row, col)) {
                forbiddenStrokes << QLineF(middle + QPointF(-reach, reach), middle + QPointF(reach, -reach));
            } else if (!std::isfinite(value)) {
                crosses << QLineF(middle + QPointF(-width, height) * 0.5, middle + QPointF(width, -height) * 0.5)
                        << QLineF(middle + QPointF(-width, -height) * 0.5, middle + QPointF(width, height) * 0.5);
            } else if (map.scale.isClipped(value, row)) {
                const QPointF corner = middle + QPointF(width, -height) * 0.5;
                const qreal side = std::min(width, height) * 0.22;
                painter.setPen(Qt::NoPen);
                painter.setBrush(map.inkAt(row, col));
                painter.drawPolygon(QPolygonF({corner, corner - QPointF(side, 0), corner + QPointF(0, side)}));
            }
        }
    }
    // Opaque: a PDF would hold the outline of every stroke that shines through.
    painter.setPen(QPen(mixed(map.theme.forbidden, map.theme.faint, 0.6), 0.8));
    painter.drawLines(forbiddenStrokes);
    painter.setPen(QPen(map.theme.broken, 1.0));
    painter.drawLines(crosses);
    painter.restore();
}

void paintImage(QPainter& painter, const QRectF& rect, const QImage& image)
{
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setRenderHint(QPainter::LosslessImageRendering);
    painter.drawImage(rect, image);
    painter.restore();
}

void paintRectangles(QPainter& painter, const QRectF& rect, const QImage& cells)
{
    painter.save();
    painter.setPen(Qt::NoPen);
    painter.setRenderHint(QPainter::Antialiasing, false);
    const qreal width = rect.width() / cells.width();
    const qreal height = rect.height() / cells.height();
    std::map<QRgb, QVector<QRectF>> byColor; // one group of the file per colour, not per cell
    for (int y = 0; y < cells.height(); ++y) {
        for (int x = 0; x < cells.width(); ++x)
            byColor[cells.pixel(x, y)] << QRectF(rect.left() + x * width, rect.top() + y * height, width, height);
    }
    for (const auto& [color, rects] : byColor) {
        painter.setBrush(QColor(color));
        painter.drawRects(rects);
    }
    painter.restore();
}

} // namespace

QRgb notFiniteColor(const Theme& theme)
{
    return mixed(theme.panel, theme.broken, 0.5).rgb();
}

Heatmap Heatmap::of(const TracePtr& trace, const StepRef& ref, const PictureOptions& options, const Theme& theme)
{
    Heatmap map;
    map.view = trace->view(ref);
    map.forbidden = forbiddenOf(*trace, ref);
    map.scale = chooseScale(trace, ref, options);
    map.colors = colorsFor(map.scale, options, theme);
    map.theme = theme;
    map.key = HeatmapKey{{trace, ref, {}, options.scale, options.excludeFirstToken}, options.sequentialMap, theme.panel.rgb()};
    return map;
}

QRgb Heatmap::colorAt(Index row, Index col) const
{
    if (isForbidden(forbidden, row, col))
        return theme.forbidden.rgb();
    const double value = view.at(row, col);
    if (!std::isfinite(value))
        return notFiniteColor(theme);
    return colorOf(value, row);
}

QRgb Heatmap::colorOf(double value, Index row) const
{
    const double place = scale.positionOf(value, row);
    return colors[static_cast<std::size_t>(std::clamp(place, 0.0, 1.0) * 255.0 + 0.5)];
}

QColor Heatmap::inkAt(Index row, Index col) const
{
    const QRgb ground = colorAt(row, col);
    const double luminance =
        0.2126 * linear(qRed(ground)) + 0.7152 * linear(qGreen(ground)) + 0.0722 * linear(qBlue(ground));
    return luminance > 0.179 ? QColor(0x1D, 0x1D, 0x1B) : QColor(Qt::white);
}

QImage cellImage(const Heatmap& map)
{
    return cellImage(map, QSize(static_cast<int>(map.view.cols()), static_cast<int>(map.view.rows())));
}

QImage cellImage(const Heatmap& map, QSize size)
{
    return knownPooledCells(map, QRect(0, 0, static_cast<int>(map.view.cols()), static_cast<int>(map.view.rows())), size);
}

namespace {

/// Whole pixels, not more than there are: then each of the image has one of the device, and none is passed over.
QSize wholePixels(const QPainter& painter, const QRectF& rect)
{
    constexpr qreal rounding = 1e-6;
    const QSizeF size = painter.deviceTransform().mapRect(rect).size();
    return {std::max(1, static_cast<int>(std::floor(size.width() + rounding))), std::max(1, static_cast<int>(std::floor(size.height() + rounding)))};
}

/// The cells in sight alone: of a large matrix seen through a small window the rest would be most of the work.
void paintVisible(QPainter& painter, const QRectF& rect, const Heatmap& map)
{
    const QRectF seen = painter.hasClipping() ? painter.clipBoundingRect().intersected(rect) : rect;
    if (seen.isEmpty())
        return;
    const qreal width = rect.width() / static_cast<qreal>(map.view.cols());
    const qreal height = rect.height() / static_cast<qreal>(map.view.rows());
    const auto range = [](qreal begin, qreal end, Index count) {
        const auto first = std::clamp<Index>(static_cast<Index>(std::floor(begin)), 0, count - 1);
        return std::pair(static_cast<int>(first), static_cast<int>(std::clamp<Index>(static_cast<Index>(std::ceil(end)), first + 1, count)));
    };
    const auto [left, right] = range((seen.left() - rect.left()) / width, (seen.right() - rect.left()) / width, map.view.cols());
    const auto [top, bottom] = range((seen.top() - rect.top()) / height, (seen.bottom() - rect.top()) / height, map.view.rows());
    const QRectF place(rect.left() + left * width, rect.top() + top * height, (right - left) * width, (bottom - top) * height);
    paintImage(painter, place, knownPooledCells(map, QRect(left, top, right - left, bottom - top), wholePixels(painter, place)));
}

} // namespace

void paintCells(QPainter& painter, Medium medium, const QRectF& rect, const Heatmap& map)
{
    if (!map.view || map.view.rows() == 0 || map.view.cols() == 0)
        return;
    const Index side = std::max(map.view.rows(), map.view.cols());
    switch (medium) {
    case Medium::Screen:
    case Medium::Png: paintVisible(painter, rect, map); break;
    case Medium::Pdf: paintImage(painter, rect, cellImage(map)); break;
    case Medium::Svg: {
        const QImage cells = cellImage(map);
        if (side <= largestVectorSide)
            paintRectangles(painter, rect, cells);
        else
            paintImage(painter, rect, cells.scaled(cells.size() * std::clamp<int>(static_cast<int>(largestSvgImage / side), 1, svgImagePixels)));
        break;
    }
    }
    paintMarks(painter, rect, map);
}

void paintColorBar(QPainter& painter, Medium medium, const QRectF& rect, const Heatmap& map)
{
    constexpr int steps = 256;
    QImage bar(1, steps, QImage::Format_RGB32);
    for (int i = 0; i < steps; ++i)
        bar.setPixel(0, steps - 1 - i, map.colors[static_cast<std::size_t>(i)]);
    if (medium == Medium::Svg)
        paintRectangles(painter, rect, bar);
    else
        paintImage(painter, rect, bar);
}

} // namespace hl::ui
