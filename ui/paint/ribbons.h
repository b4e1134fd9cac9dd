#pragma once

#include <QColor>
#include <QImage>
#include <QPainter>

#include <cstddef>
#include <utility>
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
    /// Puts all curves on the painter. Threads share the columns, so that the picture is the same with any number of them.
    void paint();

private:
    struct Ribbon
    {
        float start; ///< y at the left edge, in pixels of the image
        float way;   ///< from there to the right edge
        float across;
        QRgb ink;
    };
    struct Column
    {
        float rise = 0.0F;  ///< share of the way from fromY to toY at the column's middle
        float slope = 0.0F; ///< how that share changes over one column
    };

    [[nodiscard]] std::pair<std::size_t, std::size_t> columnsOf(const Ribbon& ribbon) const;
    void draw(const Ribbon& ribbon, std::size_t begin, std::size_t end);

    QPainter& m_painter;
    QPoint m_corner; ///< of the image, in device pixels
    qreal m_scale = 1.0;
    qreal m_top = 0.0;  ///< device y of the painter's y = 0
    QSize m_size;                ///< of the image
    std::vector<QRgb> m_pixels;  ///< column by column, as the curves go through them
    std::vector<Column> m_columns;
    float m_steepest = 0.0F; ///< of the columns' slopes
    std::vector<Ribbon> m_ribbons; ///< in the order in which they lie on each other
};

} // namespace hl::ui
