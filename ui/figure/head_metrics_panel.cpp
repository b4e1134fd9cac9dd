#include "ui/figure/head_metrics_panel.h"

#include "ui/figure/derived_text.h"
#include "ui/figure/labels.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <QCoreApplication>

namespace hl::ui {

namespace {

constexpr int metricDigits = 3; // significant
constexpr int shortList = static_cast<int>(HeadMetric::DiagonalMass) + 1; // metrics that are always listed

QString words(const char* text)
{
    return QCoreApplication::translate("HeadsFigure", text);
}

/// The metrics below the grid: the short list and those that the heads are sorted or coloured by.
std::vector<HeadMetric> listedMetrics(const PictureOptions& options)
{
    std::vector<HeadMetric> listed;
    for (int i = 0; i < headMetricCount; ++i) {
        const auto metric = static_cast<HeadMetric>(i);
        if (i < shortList || metric == options.headOrder || metric == options.headColor)
            listed.push_back(metric);
    }
    return listed;
}

QString rowsNote(const HeadMetrics& m)
{
    if (m.fullyMaskedRows + m.nonFiniteRows == 0)
        return {};
    return words(QT_TRANSLATE_NOOP("HeadsFigure", "left out: %1 rows that can look nowhere, %2 that are not finite"))
        .arg(m.fullyMaskedRows)
        .arg(m.nonFiniteRows);
}

} // namespace

qreal headMetricsHeight(const Scene& scene)
{
    const Theme& theme = scene.theme;
    const qreal line = TypeMetrics(theme.font()).height() + theme.space(3);
    return line * (static_cast<qreal>(listedMetrics(scene.options).size()) + 1.0) + theme.space(20);
}

void paintHeadMetrics(Ink& ink, const QRectF& rect, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const StepRef head = scene.place.refOf(Step::Pattern);
    const qreal line = TypeMetrics(theme.font()).height() + theme.space(3);
    ink.painter().setPen(QPen(theme.line, 1.0));
    ink.painter().drawLine(rect.topLeft(), rect.topRight());
    QRectF row(rect.left(), rect.top() + theme.space(8), rect.width(), line);
    ink.elidedText(row, Qt::AlignLeft | Qt::AlignVCenter,
                   words(QT_TRANSLATE_NOOP("HeadsFigure", "%1, measured on this text")).arg(fullHeadName(head)),
                   theme.secondary, theme.font(TextSize::Secondary, QFont::DemiBold));
    const auto all = knownMetrics(scene.trace, whenFor(ink.medium()));
    const HeadMetrics* measured = all && *all ? (*all)->find(head) : nullptr;
    if (!measured) {
        row.translate(0, line);
        ink.text(row, Qt::AlignLeft | Qt::AlignVCenter,
                 all ? words(QT_TRANSLATE_NOOP("HeadsFigure", "Its pattern was not kept in this run.")) : computingText(), theme.secondary,
                 theme.font());
        return;
    }
    for (const HeadMetric metric : listedMetrics(scene.options)) {
        const HeadMetricInfo& info = infoOf(metric);
        row.translate(0, line);
        const auto value = isOfText(metric) ? measured->value(metric) : knownValue(scene.trace, head, metric, whenFor(ink.medium()));
        const qreal numberWidth = theme.space(72);
        ink.elidedText(row.adjusted(0, 0, -numberWidth, 0), Qt::AlignLeft | Qt::AlignVCenter, translated(info.title),
                       theme.text, theme.font());
        ink.painter().setFont(theme.numberFont(TextSize::Body, QFont::Medium));
        ink.painter().setPen(value ? theme.accent : theme.faint);
        const QRectF numberRect(row.right() - numberWidth, row.top(), numberWidth, line);
        if (value)
            ink.derivedNumber(numberRect, Qt::AlignRight | Qt::AlignVCenter, formatValue(*value, metricDigits), *value,
                              metricSourceName(info.metric, head));
        else
            ink.text(numberRect, Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("–"), theme.secondary, theme.font());
        ink.hot({row, placeOfHead(scene, head),
                 value ? translated(info.definition)
                       : translated(info.definition) + QLatin1Char('\n')
                             + translated(info.absence),
                 translated(info.title) + QLatin1Char(' ') + (value ? formatValue(*value, metricDigits) : QString())});
    }
    if (const QString note = rowsNote(*measured); !note.isEmpty())
        ink.elidedText(row.translated(0, line), Qt::AlignLeft | Qt::AlignVCenter, note, theme.secondary,
                       theme.font(TextSize::Secondary));
}

} // namespace hl::ui
