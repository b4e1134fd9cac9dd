#pragma once

#include <QColor>
#include <QImage>
#include <QPainter>

#include <cstddef>
#include <vector>

namespace hl::ui {

/// The S-shaped cubic curve from the left edge of an area to its right edge; flat at both ends.
[[nodiscard]] QPainterPath ribbonPath(QPointF from, QPointF to);

/// Many smooth curves across one area, in pixels. Every curve runs from the left edge to the right, so each column of
/// pixels is reached once and its coverage is known at once; a general path filler takes ten to twenty times as long,
/// which on a sentence of 64 tokens is longer than a frame. Vector pictures take ribbonPath instead.
class Ribbons
{
public:
    /// The painter's transform may move and scale evenly; `area` is in its coordinates.
    Ribbons(QPainter& painter, const QRectF& area);

    /// One curve, above those before it. `width` is across the curve; y in the painter's coordinates.
    void add(qreal fromY, qreal toY, qreal width, const QColor& color);
    /// Puts all curves on the painter.
    void paint();

private:
    struct Column
    {
        float rise = 0.0F;  ///< share of the way from fromY to toY at the column's middle
        float slope = 0.0F; ///< how that share changes over one column
    };

    /// All in pixels of the image.
    struct Curve
    {
        float start = 0.0F; ///< y at the left edge
        float way = 0.0F;   ///< from there to y at the right edge
        float across = 0.0F;
        QRgb ink = 0; ///< premultiplied
    };

    /// One curve in the columns [first, last) of the image.
    void fill(const Curve& curve, QRgb* pixels, std::ptrdiff_t stride, std::size_t first, std::size_t last) const;

    QPainter& m_painter;
    QPoint m_corner; ///< of the image, in device pixels
    qreal m_scale = 1.0;
    qreal m_top = 0.0;  ///< device y of the painter's y = 0
    QImage m_image;
    std::vector<Column> m_columns;
    std::vector<Curve> m_curves; ///< in the order of add()
};

} // namespace hl::ui
