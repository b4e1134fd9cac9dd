#include "ui/figure/matrix_frame.h"

#include "ui/paint/axis.h"
#include "ui/paint/type_metrics.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr qreal slant = -40.0; // degrees
constexpr qreal slantedRoom = 1.35; // lines from one slanted label to the next: across the slant it is as much as letters are high

struct Range
{
    Index first = 0;
    Index last = -1;
};

Range visible(qreal start, qreal count, Index all)
{
    return {std::max<Index>(0, static_cast<Index>(std::floor(start))),
            std::min<Index>(all - 1, static_cast<Index>(std::ceil(start + count)) - 1)};
}

/// Every how many cells a label fits: 1, 2, 5, 10, 20, 50 ...
Index strideFor(qreal cell, qreal needed)
{
    Index stride = 1;
    for (int i = 0; static_cast<qreal>(stride) * cell < needed; ++i)
        stride = stride * (i % 3 == 1 ? 5 : 4) / 2; // 1 2 5 10 20 50
    return stride;
}

/// A label is left out where it would run into the selected one, which always shows.
bool isShown(Index i, Index selected, Index stride, qreal cell, qreal needed)
{
    if (i == selected)
        return true;
    return i % stride == 0 && static_cast<qreal>(std::abs(i - selected)) * cell >= needed;
}

void paintRowLabels(Ink& ink, const MatrixLayout& layout, const MatrixLabels& labels)
{
    const Theme& theme = ink.theme();
    const qreal needed = TypeMetrics(theme.font()).height();
    const Index stride = strideFor(layout.cellHeight(), needed);
    const Range rows = visible(layout.window.y(), layout.window.height(), layout.rows);
    const Index selected = labels.selectedRow;
    for (Index row = rows.first; row <= rows.last; ++row) {
        if (!isShown(row, selected, stride, layout.cellHeight(), needed))
            continue;
        const bool isSelected = row == selected;
        const qreal middle = layout.cellRect(row, 0).center().y();
        if (middle < layout.cells.top() - 1 || middle > layout.cells.bottom() + 1)
            continue;
        const QRectF rect(layout.rowLabels.left(), middle - needed / 2, layout.rowLabels.width(), needed);
        ink.elidedText(rect, Qt::AlignRight | Qt::AlignVCenter, labels.row(row),
                       isSelected ? labels.rowColor : theme.secondary,
                       theme.font(TextSize::Body, isSelected ? QFont::DemiBold : QFont::Normal));
        ink.hot({rect, labels.placeAt(row, labels.selectedCol), labels.row(row),
                 labels.rowAxis + QLatin1Char(' ') + labels.row(row)});
    }
}

void paintColLabels(Ink& ink, const MatrixLayout& layout, const MatrixLabels& labels)
{
    const Theme& theme = ink.theme();
    QPainter& painter = ink.painter();
    const TypeMetrics metrics(theme.font(TextSize::Body, QFont::DemiBold));
    const qreal line = metrics.height();
    const Range cols = visible(layout.window.x(), layout.window.width(), layout.cols);
    bool isUpright = true;
    qreal widest = 0.0;
    for (Index col = cols.first; col <= std::min(cols.last, cols.first + 512); ++col)
        widest = std::max(widest, metrics.horizontalAdvance(labels.col(col)));
    if (labels.areColsTokens)
        isUpright = widest + theme.space(6) <= layout.cellWidth();
    const qreal needed = isUpright ? widest + theme.space(6) : line * slantedRoom;
    const Index stride = strideFor(layout.cellWidth(), needed);
    const Index selected = labels.selectedCol;
    for (Index col = cols.first; col <= cols.last; ++col) {
        if (!isShown(col, selected, stride, layout.cellWidth(), needed))
            continue;
        const qreal x = layout.cellRect(0, col).center().x();
        if (x < layout.cells.left() - 1 || x > layout.cells.right() + 1)
            continue;
        const bool isSelected = col == selected;
        const QFont font = theme.font(TextSize::Body, isSelected ? QFont::DemiBold : QFont::Normal);
        const QColor color = isSelected ? labels.colColor : theme.secondary;
        const Place place = labels.placeAt(labels.selectedRow, col);
        const QString name = labels.colAxis + QLatin1Char(' ') + labels.col(col);
        if (isUpright) {
            const QRectF rect(x - needed / 2, layout.colLabels.bottom() - line, needed, line);
            ink.text(rect, Qt::AlignHCenter | Qt::AlignBottom | Qt::TextDontClip, labels.col(col), color, font);
            ink.hot({rect, place, labels.col(col), name});
            continue;
        }
        const qreal length = theme.space(110);
        painter.save();
        painter.translate(x + line * 0.2, layout.colLabels.bottom());
        painter.rotate(slant);
        ink.elidedText(QRectF(0, -line, length, line), Qt::AlignLeft | Qt::AlignBottom, labels.col(col), color, font);
        painter.restore();
        ink.hot({QRectF(x - layout.cellWidth() / 2, layout.colLabels.bottom() - line, layout.cellWidth(), line), place,
                 labels.col(col), name});
    }
}

/// Decimals with which a number of every cell fits, or -1.
int fittingDecimals(const QFont& font, QSizeF cell, const Heatmap& map)
{
    const TypeMetrics metrics(font);
    if (metrics.height() > cell.height() - 2.0)
        return -1;
    const double largest = std::max(std::abs(map.scale.range.lower), std::abs(map.scale.range.upper));
    const QString digits = QString(std::max(1, static_cast<int>(std::floor(std::log10(std::max(largest, 1.0)))) + 1),
                                   QLatin1Char('0'));
    const QString sign = map.scale.isDiverging ? QString(QChar(0x2212)) : QString();
    const QString lead = !map.scale.isDiverging && largest <= 1.0 ? QString() : digits;
    const bool isShare = !map.scale.isDiverging && largest <= 1.0;
    for (const int decimals : {2, 1}) {
        if (decimals == 1 && isShare)
            break; // ".0" all over says nothing
        const QString sample = sign + lead + QLatin1Char('.') + QString(decimals, QLatin1Char('0'));
        if (metrics.horizontalAdvance(sample) <= cell.width() - 4.0)
            return decimals;
    }
    return -1;
}

} // namespace

void paintLabels(Ink& ink, const MatrixLayout& layout, const MatrixLabels& labels)
{
    const Theme& theme = ink.theme();
    const QFont font = theme.font(TextSize::Body, QFont::DemiBold);
    const qreal line = TypeMetrics(font).height();
    // The name of a low first row reaches above it.
    const qreal raised = std::clamp((line - layout.cellHeight()) / 2.0, 0.0, std::max(layout.corner.height() - 2.0 * line - 2.0, 0.0));
    const QRectF lower(layout.corner.left(), layout.corner.bottom() - line - 2.0 - raised, layout.corner.width(), line);
    if (!labels.rowAxis.isEmpty())
        ink.elidedText(lower, Qt::AlignRight | Qt::AlignVCenter, labels.rowAxis + QStringLiteral(" ↓"), labels.rowColor,
                       font);
    if (!labels.colAxis.isEmpty())
        ink.elidedText(lower.translated(0, -line), Qt::AlignRight | Qt::AlignVCenter,
                       labels.colAxis + QStringLiteral(" →"), labels.colColor, font);
    paintRowLabels(ink, layout, labels);
    paintColLabels(ink, layout, labels);
}

void paintCellValues(Ink& ink, const MatrixLayout& layout, const Heatmap& map,
                     const std::function<PaintedNumber(Index, Index)>& recordOf)
{
    QFont font = ink.theme().font(TextSize::Secondary, QFont::Medium);
    const QSizeF cell(layout.cellWidth(), layout.cellHeight());
    const double larger = std::min(cell.height() * 0.3, cell.width() * 0.26);
    font.setPixelSize(std::clamp(static_cast<int>(larger), font.pixelSize(), 2 * font.pixelSize()));
    int decimals = fittingDecimals(font, cell, map);
    if (decimals < 0) {
        font.setPixelSize(std::max(8, font.pixelSize() - 2));
        decimals = fittingDecimals(font, cell, map);
    }
    if (decimals < 0)
        return;
    QPainter& painter = ink.painter();
    painter.save();
    painter.setClipRect(layout.cells);
    painter.setFont(font);
    const Range rows = visible(layout.window.y(), layout.window.height(), layout.rows);
    const Range cols = visible(layout.window.x(), layout.window.width(), layout.cols);
    for (Index row = rows.first; row <= rows.last; ++row) {
        for (Index col = cols.first; col <= cols.last; ++col) {
            if (isForbidden(map.forbidden, row, col))
                continue;
            const QRectF rect = layout.cellRect(row, col);
            if (!layout.cells.adjusted(-1, -1, 1, 1).contains(rect))
                continue; // half a number would be another number
            const double value = map.view.at(row, col);
            const QString text = formatCell(value, decimals);
            painter.setPen(map.inkAt(row, col));
            painter.drawText(rect, Qt::AlignCenter, text);
            PaintedNumber painted = recordOf(row, col);
            painted.text = text;
            painted.value = value;
            ink.note(std::move(painted));
        }
    }
    painter.restore();
}

void paintSelection(Ink& ink, const MatrixLayout& layout, const MatrixLabels& labels)
{
    QPainter& painter = ink.painter();
    const Index row = labels.selectedRow;
    const Index col = labels.selectedCol;
    if (row >= layout.rows || col >= layout.cols)
        return;
    painter.save();
    painter.setClipRect(layout.cells.adjusted(-2, -2, 2, 2));
    painter.setBrush(Qt::NoBrush);
    const QRectF cell = layout.cellRect(row, col);
    const QRectF whole = layout.whole();
    const auto outline = [&](const QRectF& rect, const QColor& color, qreal width) {
        painter.setPen(QPen(color, width, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(rect);
    };
    if (layout.cols > 1)
        outline(QRectF(whole.left(), cell.top(), whole.width(), cell.height()), labels.rowColor, 1.6);
    if (layout.rows > 1)
        outline(QRectF(cell.left(), whole.top(), cell.width(), whole.height()), labels.colColor, 1.6);
    if (std::min(cell.width(), cell.height()) >= 6.0)
        outline(cell.adjusted(1.2, 1.2, -1.2, -1.2), Qt::white, 1.4);
    painter.restore();
}

void paintChangedCells(Ink& ink, const MatrixLayout& layout, const std::vector<std::pair<Index, Index>>& cells)
{
    if (cells.empty())
        return;
    const Theme& theme = ink.theme();
    QPainter& painter = ink.painter();
    painter.save();
    painter.setClipRect(layout.cells.adjusted(-1, -1, 1, 1));
    for (const auto& [row, col] : cells) {
        const QRectF cell = layout.cellRect(row, col);
        const qreal side = std::min(cell.width(), cell.height());
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.broken, side >= 12.0 ? 2.0 : 1.0, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(cell.adjusted(0.5, 0.5, -0.5, -0.5));
        if (side < 12.0)
            continue;
        const qreal mark = std::min(side * 0.3, 9.0);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.broken);
        painter.drawPolygon(QPolygonF({cell.topLeft(), cell.topLeft() + QPointF(mark, 0), cell.topLeft() + QPointF(0, mark)}));
    }
    painter.restore();
    const QString note = QCoreApplication::translate("Legend", "written by hand: %1").arg(cells.size());
    ink.elidedText(layout.note, Qt::AlignRight | Qt::AlignBottom, note, theme.broken, theme.font(TextSize::Secondary, QFont::DemiBold));
}

void paintLegend(Ink& ink, const MatrixLayout& layout, const Heatmap& map)
{
    const Theme& theme = ink.theme();
    paintColorBar(ink.painter(), ink.medium(), layout.bar, map);
    NumberAxis axis;
    axis.side = Qt::RightEdge;
    axis.lower = map.scale.range.lower;
    axis.upper = map.scale.range.upper;
    axis.isLog = map.scale.mode == ScaleMode::Log && !map.scale.isDiverging;
    axis.hasEndsOnly = (map.scale.mode == ScaleMode::Log && map.scale.isDiverging) || layout.bar.height() < theme.space(60);
    if (map.scale.mode != ScaleMode::PerRow) {
        paintAxis(ink.painter(), layout.bar, axis, theme);
    } else { // every row has other numbers at the ends of its scale
        const QFont font = theme.font(TextSize::Secondary);
        const qreal line = TypeMetrics(font).height();
        const QRectF top(layout.bar.right() + theme.space(4), layout.bar.top(), theme.space(60), line);
        ink.text(top, Qt::AlignLeft | Qt::AlignVCenter, QCoreApplication::translate("Legend", "row max"),
                 theme.secondary, font);
        ink.text(top.translated(0, layout.bar.height() - line), Qt::AlignLeft | Qt::AlignVCenter,
                 map.scale.isDiverging ? QCoreApplication::translate("Legend", "−row max") : QStringLiteral("0"),
                 theme.secondary, font);
    }
    const QString note = clippedNote(map.scale);
    if (!note.isEmpty())
        ink.elidedText(layout.note, Qt::AlignLeft | Qt::AlignBottom, note, theme.secondary,
                       theme.font(TextSize::Secondary));
}

} // namespace hl::ui
