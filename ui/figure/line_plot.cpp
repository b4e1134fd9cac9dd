#include "ui/figure/line_plot.h"

#include "ui/paint/type_metrics.h"

#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

/// Where a number lies between the ends of an axis, 0 to 1 and beyond; NaN where it has no place.
double shareOf(const NumberAxis& axis, double value)
{
    if (!axis.isLog)
        return (value - axis.lower) / (axis.upper - axis.lower);
    return value > 0.0 ? std::log(value / axis.lower) / std::log(axis.upper / axis.lower) : std::nan("");
}

QPen penOf(const PlotLine& line, const Theme& theme)
{
    QPen pen(line.color, theme.space(line.isChosen ? 3.0 : 1.5), line.style);
    pen.setCapStyle(Qt::FlatCap);
    return pen;
}

void paintLine(Ink& ink, const QRectF& rect, const LinePlot& plot, const PlotLine& line)
{
    QPainterPath path;
    bool isOpen = false;
    std::vector<QPointF> dots;
    for (const QPointF& point : line.points) {
        const auto at = placeIn(rect, plot, point);
        if (!at) {
            isOpen = false;
            continue;
        }
        if (isOpen)
            path.lineTo(*at);
        else
            path.moveTo(*at);
        isOpen = true;
        dots.push_back(*at);
    }
    QPainter& painter = ink.painter();
    painter.setPen(penOf(line, ink.theme()));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    if (!line.hasDots)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(line.color);
    const qreal radius = ink.theme().space(line.isChosen ? 2.5 : 1.5);
    for (const QPointF& dot : dots)
        painter.drawEllipse(dot, radius, radius);
}

} // namespace

std::optional<QPointF> placeIn(const QRectF& rect, const LinePlot& plot, QPointF point)
{
    const double x = shareOf(plot.x, point.x());
    const double y = shareOf(plot.y, point.y());
    if (!std::isfinite(x) || !std::isfinite(y))
        return std::nullopt;
    return QPointF(rect.left() + x * rect.width(), rect.bottom() - y * rect.height());
}

QRectF plotRect(const QRectF& room, const Theme& theme)
{
    const qreal line = TypeMetrics(theme.font(TextSize::Secondary)).height();
    return room.adjusted(theme.space(44), line + theme.space(4), -theme.space(8), -2.4 * line - theme.space(4));
}

void paintLinePlot(Ink& ink, const QRectF& room, const LinePlot& plot)
{
    const Theme& theme = ink.theme();
    const QRectF rect = plotRect(room, theme);
    const QRectF title(room.left(), room.top(), room.width(), rect.top() - room.top());
    ink.elidedText(title, Qt::AlignLeft | Qt::AlignVCenter, plot.title, theme.text, theme.font(TextSize::Secondary, QFont::DemiBold));
    QPainter& painter = ink.painter();
    painter.fillRect(rect, theme.chip);
    paintAxis(painter, rect, plot.x, theme);
    paintAxis(painter, rect, plot.y, theme);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(rect.adjusted(-1, -1, 1, 1), Qt::IntersectClip);
    if (plot.marker) {
        const qreal x = rect.left() + shareOf(plot.x, *plot.marker) * rect.width();
        painter.setPen(QPen(theme.secondary, theme.space(1)));
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()));
    }
    for (const bool isChosen : {false, true}) {
        for (const PlotLine& line : plot.lines) {
            if (line.isChosen == isChosen)
                paintLine(ink, rect, plot, line);
        }
    }
    painter.restore();
}

void paintLineSample(Ink& ink, const QRectF& rect, const PlotLine& line)
{
    QPainter& painter = ink.painter();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(penOf(line, ink.theme()));
    painter.drawLine(QPointF(rect.left(), rect.center().y()), QPointF(rect.right(), rect.center().y()));
    painter.restore();
}

Qt::PenStyle lineStyle(int index)
{
    constexpr Qt::PenStyle styles[]{Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine, Qt::DashDotDotLine};
    return styles[static_cast<std::size_t>(index) % std::size(styles)];
}

} // namespace hl::ui
