#include "ui/views/stage_overlay.h"

#include <QPainter>
#include <QPainterPath>

namespace hl::ui {

void paintCrossHair(QPainter& painter, const MatrixLayout& layout, const QRectF& cell, const Theme& theme)
{
    QColor line = theme.text;
    line.setAlphaF(0.55F);
    painter.save();
    painter.setClipRect(layout.cells.adjusted(-8, -8, 1, 1));
    painter.setPen(QPen(line, 1.0));
    const QRectF& area = layout.cells;
    for (const qreal y : {cell.top(), cell.bottom()}) {
        painter.drawLine(QPointF(area.left() - 6, y), QPointF(cell.left(), y));
        painter.drawLine(QPointF(cell.right(), y), QPointF(area.right(), y));
    }
    for (const qreal x : {cell.left(), cell.right()}) {
        painter.drawLine(QPointF(x, area.top() - 6), QPointF(x, cell.top()));
        painter.drawLine(QPointF(x, cell.bottom()), QPointF(x, area.bottom()));
    }
    painter.restore();
}

void paintVeil(QPainter& painter, const MatrixLayout& layout, const Scene& scene, const ShownStep& shown, const TokenRole& pointed)
{
    const Place& place = scene.place;
    if (pointed.side != place.side || pointed.isCross != place.isCross)
        return;
    const StepInfo& info = infoOf(place.step);
    const auto isOf = [&place](Axis axis, bool isQuery) {
        const bool isOfQueries = axis == Axis::Query || axis == Axis::Position;
        return (isQuery && isOfQueries) || (axis == Axis::Key && (!isQuery || keySide(place.refOf(Step::Pattern)) == place.side)); // self-attention: the same tokens
    };
    QRectF kept;
    const Index row = shown.isRead() ? spanOf((*shown.read)->queries, pointed.index) : pointed.index;
    const Index col = shown.isRead() ? spanOf((*shown.read)->keys, pointed.index) : pointed.index;
    if (isOf(info.rows, pointed.isQuery) && row < layout.rows)
        kept = QRectF(layout.cells.left(), layout.cellRect(row, 0).top(), layout.cells.width(), layout.cellHeight());
    else if (isOf(info.cols, pointed.isQuery) && col < layout.cols)
        kept = QRectF(layout.cellRect(0, col).left(), layout.cells.top(), layout.cellWidth(), layout.cells.height());
    else
        return;
    QColor veil = scene.theme.panel;
    veil.setAlphaF(0.62F);
    QPainterPath rest;
    rest.addRect(layout.cells);
    rest.addRect(kept.intersected(layout.cells));
    painter.fillPath(rest, veil); // odd-even: what is kept is a hole
}

} // namespace hl::ui
