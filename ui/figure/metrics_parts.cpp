#include "ui/figure/metrics_parts.h"

#include "ui/figure/derived_text.h"
#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/figure/metric_definition.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>
#include <optional>

namespace hl::ui {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("MetricsFigure", text);
}

/// One query's part of a metric.
struct Part
{
    QString label;
    std::optional<double> value;
    Index row = 0;
};

/// The parts of the chosen metric of the selected head; nothing while they are worked out.
std::optional<std::vector<Part>> partsOf(const Scene& scene, When when)
{
    const HeadMetric metric = scene.options.metric;
    const StepRef head = scene.place.refOf(Step::Pattern);
    std::vector<Part> parts;
    if (isOfText(metric)) {
        const auto rows = headMetricRows(*scene.trace, head);
        const Tokens* tokens = scene.trace->rowTokens(head);
        for (std::size_t i = 0; rows && i < rows->of(metric).size(); ++i)
            parts.push_back({tokens ? tokenLabel(*tokens, static_cast<Index>(i)) : QString::number(i), rows->of(metric)[i], static_cast<Index>(i)});
        return parts;
    }
    const auto scores = knownScores(scene.trace, when);
    if (!scores)
        return std::nullopt;
    const HeadScores* own = *scores ? (*scores)->find(head) : nullptr;
    if (own == nullptr)
        return parts;
    const auto& rows = own->rows.of(metric);
    const auto& ids = (*scores)->texts.ids;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!rows[i]) // half of them have none by definition
            continue;
        const std::size_t length = ids.front().size();
        const QString text = QString::number(i / length + 1) + QStringLiteral(" · ");
        parts.push_back({text + wordName(scene.trace->model(), ids[i / length][i % length]), rows[i], static_cast<Index>(i)});
    }
    return parts;
}

} // namespace

QSizeF metricsPartsSize(const Scene& scene)
{
    const auto parts = partsOf(scene, When::IfQuick);
    const auto count = static_cast<qreal>(parts ? parts->size() : 1);
    return {metricDefinitionWidth(scene.theme), metricDefinitionHeight(scene, metricDefinitionWidth(scene.theme)) + (count + 2.5) * metricLineHeight(scene.theme)};
}

void paintMetricsParts(Ink& ink, const QRectF& room, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const qreal line = metricLineHeight(theme);
    const HeadMetric metric = scene.options.metric;
    const StepRef head = scene.place.refOf(Step::Pattern);
    paintMetricDefinition(ink, room, metricDefinitionWidth(theme), scene);
    QRectF row(room.left(), room.top() + metricDefinitionHeight(scene, metricDefinitionWidth(theme)), room.width(), line);
    ink.elidedText(row, Qt::AlignLeft | Qt::AlignVCenter,
                   words(QT_TRANSLATE_NOOP("MetricsFigure", "%1: the part of each query")).arg(fullHeadName(head)), theme.secondary,
                   theme.font(TextSize::Body, QFont::DemiBold));
    const auto parts = partsOf(scene, whenFor(ink.medium()));
    const auto value = knownValue(scene.trace, head, metric, whenFor(ink.medium()));
    if (!parts || !value) {
        flowText(ink, row.translated(0, line),
                 {{parts ? translated(infoOf(metric).absence) : computingText(), theme.text, false, std::nullopt, QString()}}, TextSize::Body);
        return;
    }
    double largest = 0.0;
    int count = 0;
    for (const Part& part : *parts) {
        largest = std::max(largest, part.value.value_or(0.0));
        count += part.value ? 1 : 0;
    }
    const qreal labelWidth = theme.space(150);
    const qreal numberWidth = theme.space(84);
    const auto paintNumber = [&](const QRectF& where, double number, const QString& name, bool isBold) {
        ink.painter().setFont(theme.numberFont(TextSize::Body, isBold ? QFont::DemiBold : QFont::Normal));
        ink.painter().setPen(isBold ? theme.accent : theme.text);
        ink.derivedNumber(QRectF(where.right() - numberWidth, where.top(), numberWidth, line), Qt::AlignRight | Qt::AlignVCenter,
                          formatValue(number, scene.options.digits), number, name);
    };
    for (const Part& part : *parts) {
        row.translate(0, line);
        const bool isSelected = isOfText(metric) && part.row == scene.place.query;
        if (isSelected)
            ink.painter().fillRect(row, theme.selectedGround);
        ink.elidedText(QRectF(row.left(), row.top(), labelWidth, line), Qt::AlignLeft | Qt::AlignVCenter, part.label,
                       isOfText(metric) ? theme.query : theme.text, theme.font(TextSize::Body, isSelected ? QFont::DemiBold : QFont::Normal));
        const QRectF track(row.left() + labelWidth, row.center().y() - theme.space(5), row.width() - labelWidth - numberWidth - theme.space(8),
                           theme.space(10));
        QString spoken = part.label + QStringLiteral(", ");
        if (part.value) {
            ink.painter().fillRect(QRectF(track.left(), track.top(), largest > 0.0 ? track.width() * std::clamp(*part.value / largest, 0.0, 1.0) : 0.0, track.height()),
                                   theme.faint);
            paintNumber(row, *part.value, QStringLiteral("part %1 %2 %3").arg(plainName(metric)).arg(part.row).arg(QString::fromStdString(hl::nameOf(head))), false);
            spoken += formatValue(*part.value, scene.options.digits);
        } else {
            ink.text(row, Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("–"), theme.faint, theme.font());
            spoken += words(QT_TRANSLATE_NOOP("MetricsFigure", "has no part"));
        }
        if (isOfText(metric)) {
            Place place = scene.place;
            place.query = part.row;
            ink.hot({row, clamped(place, *scene.trace), spoken, spoken});
        }
    }
    row.translate(0, line);
    ink.painter().setPen(QPen(theme.line, 1.0));
    ink.painter().drawLine(row.topLeft(), row.topRight());
    ink.text(row, Qt::AlignLeft | Qt::AlignVCenter, words(QT_TRANSLATE_NOOP("MetricsFigure", "mean of %1 parts")).arg(count), theme.text,
             theme.font(TextSize::Body, QFont::DemiBold));
    paintNumber(row, *value, metricSourceName(metric, head), true);
}

NumberTable partsNumbers(const Scene& scene)
{
    NumberTable table{"parts", {}, {std::string(infoOf(scene.options.metric).name)}, {}};
    const auto parts = partsOf(scene, When::Now).value_or(std::vector<Part>{});
    table.values = MatrixOf<double>::Constant(static_cast<Index>(parts.size()), 1, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        table.rows.push_back(parts[i].label.toStdString());
        if (parts[i].value)
            table.values(static_cast<Index>(i), 0) = *parts[i].value;
    }
    return table;
}

} // namespace hl::ui
