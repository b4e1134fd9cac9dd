#include "ui/figure/matrix_window.h"

#include <algorithm>

namespace hl::ui {

namespace {

constexpr qreal fewestCells = 2.0; // a side, at the largest zoom

} // namespace

QRectF windowInside(QRectF window, const MatrixLayout& layout)
{
    const auto cols = static_cast<qreal>(layout.cols);
    const auto rows = static_cast<qreal>(layout.rows);
    window.setWidth(std::clamp(window.width(), std::min(fewestCells, cols), cols));
    window.setHeight(std::clamp(window.height(), std::min(fewestCells, rows), rows));
    window.moveLeft(std::clamp(window.left(), 0.0, cols - window.width()));
    window.moveTop(std::clamp(window.top(), 0.0, rows - window.height()));
    return window.width() >= cols && window.height() >= rows ? QRectF() : window;
}

QRectF windowZoomed(const MatrixLayout& layout, qreal factor, QPointF around)
{
    const QRectF& window = layout.window;
    const qreal x = std::clamp((around.x() - layout.cells.left()) / layout.cells.width(), 0.0, 1.0);
    const qreal y = std::clamp((around.y() - layout.cells.top()) / layout.cells.height(), 0.0, 1.0);
    const QSizeF size = window.size() / factor;
    return {QPointF(window.left() + x * (window.width() - size.width()), window.top() + y * (window.height() - size.height())), size};
}

QRectF windowWith(QRectF window, Index row, Index col)
{
    const auto y = static_cast<qreal>(row);
    const auto x = static_cast<qreal>(col);
    window.moveLeft(std::clamp(window.left(), x + 1.0 - window.width(), x));
    window.moveTop(std::clamp(window.top(), y + 1.0 - window.height(), y));
    return window;
}

} // namespace hl::ui
