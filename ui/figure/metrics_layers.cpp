#include "ui/figure/metrics_layers.h"

#include "ui/figure/derived_text.h"
#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/figure/metric_definition.h"
#include "ui/paint/axis.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr int digits = 3; // significant

QString words(const char* text)
{
    return QCoreApplication::translate("MetricsFigure", text);
}

} // namespace

QSizeF metricsLayersSize(const Scene& scene)
{
    return QSizeF(720, 420) * scene.theme.scale;
}

void paintMetricsLayers(Ink& ink, const QRectF& room, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const When when = whenFor(ink.medium());
    const HeadMetric metric = scene.options.metric;
    const qreal textWidth = std::min(room.width(), theme.space(720));
    const qreal textHeight = metricDefinitionHeight(scene, textWidth);
    paintMetricDefinition(ink, room, textWidth, scene);
    struct Dot
    {
        StepRef head;
        double value;
        std::size_t slot;
    };
    std::vector<Dot> dots;
    std::vector<StepRef> places; // the first head of each layer of each kind
    double low = 0.0;
    double high = 0.0;
    for (const StepRef& head : attentionHeads(scene.trace->model().spec())) {
        const bool isNew = places.empty() || places.back().layer != head.layer || places.back().side != head.side
                           || places.back().isCross != head.isCross;
        if (isNew)
            places.push_back(head);
        const auto value = knownValue(scene.trace, head, metric, when);
        if (!value || !std::isfinite(*value) || (scene.options.metricAtLeast > 0.0 && *value < scene.options.metricAtLeast))
            continue;
        dots.push_back({head, *value, places.size() - 1});
        low = std::min(low, *value);
        high = std::max(high, *value);
    }
    const qreal line = metricLineHeight(theme);
    const qreal above = textHeight + 0.6 * line; // with the line that says the largest
    const QRectF plot(room.left() + theme.space(52), room.top() + above, room.width() - theme.space(60),
                      std::max(room.height() - above - 2.4 * line, theme.space(80)));
    if (dots.empty()) {
        const bool isComing = isOfText(metric) ? !knownMetrics(scene.trace, when) : !knownScores(scene.trace, when);
        flowText(ink, plot, {{isComing ? computingText() : translated(infoOf(metric).absence), theme.text, false, std::nullopt, QString()}},
                 TextSize::Body);
        return;
    }
    high = high > low ? high + 0.05 * (high - low) : low + 1.0;
    ink.painter().fillRect(plot, theme.chip);
    NumberAxis axis;
    axis.side = Qt::LeftEdge;
    axis.lower = low;
    axis.upper = high;
    paintAxis(ink.painter(), plot, axis, theme);
    const qreal width = plot.width() / static_cast<qreal>(places.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        const StepRef& first = places[i];
        ink.text(QRectF(plot.left() + static_cast<qreal>(i) * width, plot.bottom() + 2.0, width, line), Qt::AlignHCenter | Qt::AlignTop,
                 headPrefix(first) + QString::number(first.layer + 1), theme.secondary, theme.font(TextSize::Secondary));
    }
    ink.text(QRectF(plot.left(), plot.bottom() + line, plot.width(), line), Qt::AlignHCenter | Qt::AlignTop,
             words(QT_TRANSLATE_NOOP("MetricsFigure", "layer; within it the heads from left to right")), theme.secondary,
             theme.font(TextSize::Secondary));
    const StepRef selected = scene.place.refOf(Step::Pattern);
    int most = 1;
    for (const Dot& dot : dots)
        most = std::max(most, dot.head.head + 1);
    const qreal radius = std::clamp(width / most * 0.35, 2.0, theme.space(5));
    for (const Dot& dot : dots) {
        const qreal x = plot.left() + (static_cast<qreal>(dot.slot) + (dot.head.head + 0.5) / most) * width;
        const qreal y = plot.bottom() - (dot.value - low) / (high - low) * plot.height();
        const bool isSelected = dot.head == selected;
        ink.painter().setPen(QPen(isSelected ? theme.accent : theme.panel, isSelected ? 2.0 : 1.0));
        ink.painter().setBrush(isSelected ? theme.panel : headColor(theme, dot.head.head % 15 + 1));
        ink.painter().drawEllipse(QPointF(x, y), isSelected ? radius + 2.0 : radius, isSelected ? radius + 2.0 : radius);
        const QString text = formatValue(dot.value, digits);
        const QString spoken = fullHeadName(dot.head) + QStringLiteral(", ") + text;
        ink.hot({QRectF(x - radius - 2.0, y - radius - 2.0, 2.0 * radius + 4.0, 2.0 * radius + 4.0), placeOfHead(scene, dot.head), spoken, spoken});
        if (!isSelected)
            continue;
        const qreal labelWidth = theme.space(72);
        const qreal left = std::min(x + radius + theme.space(6), plot.right() - labelWidth);
        ink.painter().setFont(theme.numberFont(TextSize::Body, QFont::DemiBold));
        ink.painter().setPen(theme.accent);
        ink.derivedNumber(QRectF(left, std::max(plot.top(), y - line), labelWidth, line), Qt::AlignLeft | Qt::AlignVCenter, text, dot.value,
                          metricSourceName(metric, dot.head));
    }
    // The largest, so that the picture says a number whatever is selected.
    const auto top = std::max_element(dots.begin(), dots.end(), [](const Dot& a, const Dot& b) { return a.value < b.value; });
    const QString largest = words(QT_TRANSLATE_NOOP("MetricsFigure", "largest: head %1,")).arg(shortHeadName(top->head));
    const QRectF corner(plot.left(), plot.top() - line, plot.width(), line);
    const QString number = formatValue(top->value, digits);
    const qreal numberWidth = TypeMetrics(theme.numberFont(TextSize::Secondary)).horizontalAdvance(number) + theme.space(2);
    ink.text(corner.adjusted(0, 0, -numberWidth - theme.space(4), 0), Qt::AlignRight | Qt::AlignVCenter, largest, theme.secondary, theme.font(TextSize::Secondary));
    ink.painter().setFont(theme.numberFont(TextSize::Secondary));
    ink.painter().setPen(theme.secondary);
    ink.derivedNumber(QRectF(corner.right() - numberWidth, corner.top(), numberWidth, line), Qt::AlignRight | Qt::AlignVCenter, number, top->value,
                      metricSourceName(metric, top->head));
}

} // namespace hl::ui
