#include "ui/figure/position_cards.h"

#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/paint/heatmap.h"
#include "ui/paint/type_metrics.h"

#include <QCoreApplication>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr int shownCurves = 4;
constexpr Index dialMarks = 24;

QString words(const char* text)
{
    return QCoreApplication::translate("PositionsFigure", text);
}

/// Some of `count` things, evenly spread, the first among them.
std::vector<Index> spread(Index count, int wanted)
{
    std::vector<Index> chosen;
    const Index shown = std::min<Index>(count, wanted);
    for (Index i = 0; i < shown; ++i)
        chosen.push_back(i * count / shown);
    return chosen;
}

} // namespace

qreal PositionCards::base(const QRectF& rect, const PositionSpec& own) const
{
    const Theme& theme = ink.theme();
    const auto plain = [&](const QString& text) { return TextSpan{text, theme.text, false, std::nullopt, QString()}; };
    const QString original = QString::number(own.rotaryOriginalLength);
    const TextSpan now{formatValue(lab.base, 6), theme.text, true, lab.base, QStringLiteral("positions base")};
    const Index length = lab.angles.rows();
    const bool hasGrown = length > own.rotaryOriginalLength;
    const QString text = words(hasGrown ? QT_TRANSLATE_NOOP("PositionsFigure", "In a text of %1 tokens the base of the angles is %2: beyond %3 tokens it grows with the text from %4, and every pair but the first turns more slowly.")
                                        : QT_TRANSLATE_NOOP("PositionsFigure", "In a text of %1 tokens the base of the angles is %2; beyond %3 tokens it grows with the text, and every pair but the first turns more slowly."));
    const std::vector<TextSpan> all{plain(QString::number(length)), now, plain(original), plain(formatValue(own.rotaryBase, 6))};
    return rect.top() + flowText(ink, rect, spansOf(text, all, theme.text), TextSize::Body);
}

QRectF PositionCards::card(const QRectF& rect, const QString& title) const
{
    const Theme& theme = ink.theme();
    const qreal line = theme.space(24);
    ink.elidedText(QRectF(rect.left(), rect.top(), rect.width(), line), Qt::AlignLeft | Qt::AlignTop, title,
                   theme.secondary, theme.font(TextSize::Body, QFont::DemiBold));
    return rect.adjusted(0, line, 0, 0);
}

void PositionCards::matrix(const QRectF& rect, const MatrixOf<double>& values, const char* name, const QString& down,
                           const QString& across) const
{
    const Theme& theme = ink.theme();
    const QFont font = theme.font(TextSize::Secondary);
    const qreal line = TypeMetrics(font).height();
    Heatmap map;
    map.view = MatrixView(values.data(), values.rows(), values.cols(), values.cols());
    map.theme = theme;
    map.scale.isDiverging = true;
    const double largest = values.array().isFinite().select(values.array().abs(), 0.0).maxCoeff();
    const double reach = largest > 0.0 ? largest : 1.0;
    map.scale.range = {-reach, reach};
    map.colors = colorsFor(map.scale, scene.options, theme);
    QRectF picture = rect.adjusted(line + theme.space(4), line + theme.space(2), 0, -line - theme.space(10));
    if (values.rows() == values.cols()) {
        const qreal side = std::min(picture.width(), picture.height());
        picture.setSize({side, side});
    }
    paintCells(ink.painter(), ink.medium(), picture, map);
    ink.text(QRectF(picture.left(), rect.top(), picture.width(), line), Qt::AlignLeft | Qt::AlignVCenter,
             across + QStringLiteral(" 0–%1 →").arg(values.cols() - 1), theme.secondary, font);
    ink.painter().save();
    ink.painter().translate(rect.left(), picture.bottom());
    ink.painter().rotate(-90.0);
    ink.text(QRectF(0, 0, picture.height(), line), Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("← ") + down + QStringLiteral(" 0–%1").arg(values.rows() - 1),
             theme.secondary, font);
    ink.painter().restore();

    // The legend: blue is −largest, the panel's tone 0, red +largest.
    const QString number = formatValue(reach, 3);
    const QRectF legend(picture.left(), picture.bottom() + theme.space(6), picture.width(), line);
    const qreal width = TypeMetrics(font).horizontalAdvance(QStringLiteral("−") + number) + theme.space(4);
    ink.painter().setFont(font);
    ink.painter().setPen(theme.secondary);
    const QString source = QStringLiteral("positions largest ") + QLatin1String(name);
    ink.derivedNumber(legend, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("−") + number, -reach, source);
    QImage bar(256, 1, QImage::Format_RGB32);
    for (int i = 0; i < 256; ++i)
        bar.setPixel(i, 0, map.colors[static_cast<std::size_t>(i)]);
    const QRectF barRect(legend.left() + width, legend.center().y() - theme.space(4),
                         std::max(theme.space(24), std::min(theme.space(80), legend.width() - 2.0 * width)), theme.space(8));
    ink.painter().drawImage(barRect, bar);
    ink.derivedNumber(QRectF(barRect.right() + theme.space(4), legend.top(), width, line),
                      Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, number, reach, source);
}

void PositionCards::waves(const QRectF& rect) const
{
    const Theme& theme = ink.theme();
    const Index length = lab.rows.rows();
    const auto pairs = spread(std::max<Index>(lab.rows.cols() / 2, 1), shownCurves);
    const qreal height = rect.height() / static_cast<qreal>(pairs.size());
    const qreal line = TypeMetrics(theme.font(TextSize::Secondary)).height();
    const double largest = std::max(lab.rows.array().abs().maxCoeff(), 1e-30);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const Index dim = std::min(pairs[i] * 2, lab.rows.cols() - 1);
        const QRectF strip(rect.left(), rect.top() + static_cast<qreal>(i) * height, rect.width(), height);
        const QRectF label(strip.left(), strip.top(), strip.width(), line);
        const QColor color = headColor(theme, static_cast<int>(i));
        const QString name = words(QT_TRANSLATE_NOOP("PositionsFigure", "dimension %1")).arg(dim);
        ink.text(label, Qt::AlignLeft | Qt::AlignVCenter, name, color, theme.font(TextSize::Secondary, QFont::DemiBold));
        if (static_cast<std::size_t>(dim) < lab.wavelengths.size()) {
            const double wavelength = lab.wavelengths[static_cast<std::size_t>(dim)];
            const QString after = words(QT_TRANSLATE_NOOP("PositionsFigure", "tokens a turn"));
            const qreal afterWidth = TypeMetrics(theme.font(TextSize::Secondary)).horizontalAdvance(after) + theme.space(4);
            ink.text(label, Qt::AlignRight | Qt::AlignVCenter, after, theme.secondary, theme.font(TextSize::Secondary));
            ink.painter().setFont(theme.numberFont(TextSize::Secondary));
            ink.painter().setPen(theme.text);
            ink.derivedNumber(label.adjusted(0, 0, -afterWidth, 0), Qt::AlignRight | Qt::AlignVCenter,
                              formatValue(wavelength, 4), wavelength, QStringLiteral("positions wavelength %1").arg(dim));
        }
        const QRectF plot = strip.adjusted(0, line + theme.space(2), 0, -theme.space(8));
        ink.painter().setPen(QPen(theme.line, 1.0));
        ink.painter().drawLine(QPointF(plot.left(), plot.center().y()), QPointF(plot.right(), plot.center().y()));
        QPolygonF curve;
        for (Index position = 0; position < length; ++position)
            curve << QPointF(plot.left() + plot.width() * static_cast<qreal>(position)
                                               / static_cast<qreal>(std::max<Index>(length - 1, 1)),
                             plot.center().y() - plot.height() / 2 * lab.rows(position, dim) / largest);
        ink.painter().setPen(QPen(color, 1.6));
        ink.painter().setBrush(Qt::NoBrush);
        ink.painter().drawPolyline(curve);
    }
}

void PositionCards::dials(const QRectF& rect) const
{
    const Theme& theme = ink.theme();
    const auto pairs = spread(lab.angles.cols(), shownCurves);
    const Index selected = std::clamp<Index>(scene.place.query, 0, lab.angles.rows() - 1);
    const qreal line = TypeMetrics(theme.font(TextSize::Secondary)).height();
    const qreal width = rect.width() / 2.0;
    const qreal height = rect.height() / 2.0;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const Index pair = pairs[i];
        const QRectF cell(rect.left() + static_cast<qreal>(i % 2) * width, rect.top() + static_cast<qreal>(i / 2) * height,
                          width - theme.space(8), height - theme.space(8));
        const QRectF face(cell.left(), cell.top() + 2.0 * line, cell.width(), cell.height() - 2.0 * line);
        const qreal radius = std::max(4.0, std::min(face.width(), face.height()) / 2.0 - theme.space(4));
        const QPointF centre = face.center();
        const QColor color = headColor(theme, static_cast<int>(i));
        const auto at = [&](double angle, qreal r) { return centre + QPointF(r * std::cos(angle), -r * std::sin(angle)); };
        QRectF label(cell.left(), cell.top(), cell.width(), line);
        ink.elidedText(label, Qt::AlignHCenter | Qt::AlignVCenter, words(QT_TRANSLATE_NOOP("PositionsFigure", "pair %1")).arg(pair),
                       color, theme.font(TextSize::Secondary, QFont::DemiBold));
        label.translate(0, line);
        const double angle = lab.angles(selected, pair);
        const QString text = words(QT_TRANSLATE_NOOP("PositionsFigure", "token %1: %2 rad")).arg(selected).arg(formatValue(angle, 4));
        ink.painter().setFont(theme.font(TextSize::Secondary));
        ink.painter().setPen(theme.text);
        ink.derivedNumber(label, Qt::AlignHCenter | Qt::AlignVCenter | Qt::TextDontClip, text, angle,
                          QStringLiteral("positions angle %1 %2").arg(selected).arg(pair));
        ink.painter().setPen(QPen(theme.line, 1.0));
        ink.painter().setBrush(Qt::NoBrush);
        ink.painter().drawEllipse(centre, radius, radius);
        ink.painter().setPen(Qt::NoPen);
        ink.painter().setBrush(theme.faint);
        for (Index position = 0; position < std::min(dialMarks, lab.angles.rows()); ++position)
            ink.painter().drawEllipse(at(lab.angles(position, pair), radius), 2.0, 2.0);
        ink.painter().setPen(QPen(color, 2.0));
        ink.painter().drawLine(centre, at(angle, radius));
        ink.painter().setPen(Qt::NoPen);
        ink.painter().setBrush(color);
        ink.painter().drawEllipse(at(angle, radius), 4.0, 4.0);
    }
}

void PositionCards::slopes(const QRectF& rect) const
{
    const Theme& theme = ink.theme();
    const qreal line = std::min(theme.space(24), rect.height() / static_cast<qreal>(lab.slopes.size()));
    const double largest = *std::max_element(lab.slopes.begin(), lab.slopes.end());
    const qreal labelWidth = theme.space(64);
    const qreal numberWidth = theme.space(80);
    for (std::size_t head = 0; head < lab.slopes.size(); ++head) {
        const QRectF row(rect.left(), rect.top() + static_cast<qreal>(head) * line, rect.width(), line);
        const bool isSelected = static_cast<int>(head) == scene.place.head;
        ink.text(QRectF(row.left(), row.top(), labelWidth, line), Qt::AlignLeft | Qt::AlignVCenter,
                 words(QT_TRANSLATE_NOOP("PositionsFigure", "head %1")).arg(head + 1), isSelected ? theme.accent : theme.text,
                 theme.font(TextSize::Body, isSelected ? QFont::DemiBold : QFont::Normal));
        QRectF bar(row.left() + labelWidth, row.center().y() - line * 0.3, 0, line * 0.6);
        bar.setWidth(std::max(1.5, (row.width() - labelWidth - numberWidth) * lab.slopes[head] / largest));
        ink.painter().setPen(Qt::NoPen);
        ink.painter().setBrush(isSelected ? theme.accent : theme.faint);
        ink.painter().drawRoundedRect(bar, 2, 2);
        ink.painter().setFont(theme.numberFont(TextSize::Secondary));
        ink.painter().setPen(theme.text);
        ink.derivedNumber(QRectF(row.right() - numberWidth, row.top(), numberWidth, line), Qt::AlignRight | Qt::AlignVCenter,
                          formatValue(lab.slopes[head], 4), lab.slopes[head], QStringLiteral("positions slope %1").arg(head));
    }
}

} // namespace hl::ui
