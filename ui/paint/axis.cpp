#include "ui/paint/axis.h"

#include "ui/paint/picture_key.h"

#include <qcustomplot.h>

#include <QPicture>

namespace hl::ui {

namespace {

constexpr int roomForLabels = 80; // units outside the rectangle, on every side

QCPAxis::AxisType typeOf(Qt::Edge side)
{
    switch (side) {
    case Qt::LeftEdge: return QCPAxis::atLeft;
    case Qt::TopEdge: return QCPAxis::atTop;
    case Qt::BottomEdge: return QCPAxis::atBottom;
    case Qt::RightEdge: break;
    }
    return QCPAxis::atRight;
}

/// Minus signs of people, not of programs.
class Ticker : public QCPAxisTicker
{
protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override
    {
        return QCPAxisTicker::getTickLabel(tick, locale, formatChar, precision)
            .replace(QLatin1Char('-'), QChar(0x2212));
    }
};

} // namespace

namespace {

/// Everything that a recorded axis depends on.
struct AxisKey
{
    NumberAxis axis;
    QSize size;
    QFont numbers, words;
    QColor faint, secondary;

    [[nodiscard]] bool isSameAs(const AxisKey& other) const
    {
        return axis == other.axis && size == other.size && numbers == other.numbers && words == other.words && faint == other.faint
               && secondary == other.secondary;
    }
    [[nodiscard]] bool isExpired() const { return false; }
};

/// QCustomPlot paints with a painter of its own kind, which no device but its own has.
QPicture recorded(const AxisKey& key)
{
    const NumberAxis& axis = key.axis;
    QCustomPlot plot;
    plot.setBackground(Qt::NoBrush);
    plot.setLocale(QLocale::c());
    plot.plotLayout()->clear();
    auto* axisRect = new QCPAxisRect(&plot, false);
    plot.plotLayout()->addElement(0, 0, axisRect);
    axisRect->setAutoMargins(QCP::msNone);
    axisRect->setMargins(QMargins(roomForLabels, roomForLabels, roomForLabels, roomForLabels));

    QCPAxis* drawn = axisRect->addAxis(typeOf(axis.side));
    drawn->setRange(axis.lower, axis.upper);
    drawn->setLabel(axis.label);
    if (axis.hasEndsOnly) {
        const auto ends = QSharedPointer<QCPAxisTickerText>::create();
        for (const double value : {axis.lower, (axis.lower + axis.upper) / 2.0, axis.upper}) {
            if (value == 0.0 || value == axis.lower || value == axis.upper)
                ends->addTick(value, QString::number(value, 'g', 3).replace(QLatin1Char('-'), QChar(0x2212)));
        }
        drawn->setTicker(ends);
    } else if (axis.isLog) {
        drawn->setScaleType(QCPAxis::stLogarithmic);
        const auto ticker = QSharedPointer<QCPAxisTickerLog>::create();
        drawn->setNumberFormat(axis.hasPowers ? QStringLiteral("eb") : QStringLiteral("g"));
        if (axis.hasPowers) {
            ticker->setTickCount(axis.ticks);
            drawn->setNumberPrecision(0);
        }
        drawn->setTicker(ticker);
    } else {
        const auto ticker = QSharedPointer<Ticker>::create();
        ticker->setTickCount(axis.ticks);
        drawn->setTicker(ticker);
    }
    drawn->setSubTicks(false);
    drawn->setBasePen(Qt::NoPen);
    drawn->setTickPen(QPen(key.faint, 1.0));
    drawn->setTickLength(0, 4);
    drawn->setTickLabelFont(key.numbers);
    drawn->setTickLabelColor(key.secondary);
    drawn->setLabelFont(key.words);
    drawn->setLabelColor(key.secondary);
    drawn->grid()->setVisible(false);

    QPicture picture;
    QCPPainter recorder(&picture);
    plot.toPainter(&recorder, key.size.width(), key.size.height());
    recorder.end();
    return picture;
}

} // namespace

void paintAxis(QPainter& painter, const QRectF& rect, const NumberAxis& axis, const Theme& theme)
{
    // Mostly the same at every key, and making a plot takes longer than painting all cells beside it.
    static LastUsed<AxisKey, QPicture> known(16);
    const AxisKey key{axis, rect.size().toSize() + QSize(2 * roomForLabels, 2 * roomForLabels), theme.numberFont(TextSize::Secondary),
                      theme.font(TextSize::Secondary), theme.faint, theme.secondary};
    std::optional<QPicture> found = known.find(key);
    if (!found)
        known.keep(key, found.emplace(recorded(key)));
    const QPicture& picture = *found;
    painter.save();
    painter.translate(rect.topLeft() - QPointF(roomForLabels, roomForLabels));
    // A picture is played back in the device's own dots per inch.
    painter.scale(qreal(picture.logicalDpiX()) / painter.device()->logicalDpiX(),
                  qreal(picture.logicalDpiY()) / painter.device()->logicalDpiY());
    painter.drawPicture(0, 0, picture);
    painter.restore();
}

} // namespace hl::ui
