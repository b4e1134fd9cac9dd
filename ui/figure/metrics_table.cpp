#include "ui/figure/metrics_table.h"

#include "ui/figure/derived_text.h"
#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/figure/metric_definition.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>
#include <limits>

namespace hl::ui {

namespace {

constexpr int digits = 3; // significant

QString words(const char* text)
{
    return QCoreApplication::translate("MetricsFigure", text);
}

/// Metrics that at least one head has, or may have once it is worked out.
std::vector<HeadMetric> shownColumns(const Scene& scene, When when)
{
    const auto metrics = knownMetrics(scene.trace, when);
    const auto scores = knownScores(scene.trace, when);
    std::vector<HeadMetric> shown;
    for (int i = 0; i < headMetricCount; ++i) {
        const auto metric = static_cast<HeadMetric>(i);
        bool isThere = isOfText(metric) ? !metrics : !scores || scores->has_value();
        if (isOfText(metric) && metrics && *metrics) {
            for (const auto& own : (*metrics)->values)
                isThere = isThere || (own && own->value(metric));
        }
        if (isThere)
            shown.push_back(metric);
    }
    return shown;
}

/// The heads of the table in its order, and how many the filter leaves out.
struct ShownHeads
{
    std::vector<StepRef> heads;
    int leftOut = 0;
};

ShownHeads headsOf(const Scene& scene, When when)
{
    const PictureOptions& options = scene.options;
    const auto valueOf = [&](const StepRef& head) { return knownValue(scene.trace, head, options.metric, when); };
    ShownHeads shown;
    for (const StepRef& head : attentionHeads(scene.trace->model().spec())) {
        if (options.metricAtLeast <= 0.0 || valueOf(head).value_or(-1.0) >= options.metricAtLeast)
            shown.heads.push_back(head);
        else
            ++shown.leftOut;
    }
    if (options.metricsSorted) {
        constexpr double none = -std::numeric_limits<double>::infinity();
        std::stable_sort(shown.heads.begin(), shown.heads.end(), [&](const StepRef& a, const StepRef& b) {
            return valueOf(a).value_or(none) > valueOf(b).value_or(none);
        });
    }
    return shown;
}

/// Where the table puts its columns.
struct TableLayout
{
    std::vector<HeadMetric> columns;
    qreal nameWidth = 0.0;
    qreal columnWidth = 0.0;
    qreal definitionWidth = 0.0;
    QRectF header;

    TableLayout(const QRectF& room, const Scene& scene, When when, Medium medium = Medium::Screen)
        : columns(shownColumns(scene, when))
        , nameWidth(scene.theme.space(56))
        , columnWidth(scene.theme.space(86))
        , definitionWidth(metricDefinitionWidth(scene.theme))
    {
        if (medium != Medium::Screen) // where a narrow panel scrolls the table, and must not scroll the words
            definitionWidth = std::clamp(nameWidth + static_cast<qreal>(columns.size()) * columnWidth, definitionWidth, scene.theme.space(720));
        header = QRectF(room.left(), room.top() + metricDefinitionHeight(scene, definitionWidth), room.width(), 2.4 * metricLineHeight(scene.theme));
    }
    [[nodiscard]] QRectF column(std::size_t i, qreal top, qreal height) const
    {
        return {header.left() + nameWidth + static_cast<qreal>(i) * columnWidth, top, columnWidth, height};
    }
};

void paintHeader(Ink& ink, const TableLayout& layout, const Scene& scene)
{
    const Theme& theme = ink.theme();
    ink.text(QRectF(layout.header.left(), layout.header.top(), layout.nameWidth, layout.header.height()),
             Qt::AlignLeft | Qt::AlignBottom, words(QT_TRANSLATE_NOOP("MetricsFigure", "head")), theme.secondary,
             theme.font(TextSize::Secondary));
    for (std::size_t i = 0; i < layout.columns.size(); ++i) {
        const bool isChosen = layout.columns[i] == scene.options.metric;
        const QString mark = isChosen && scene.options.metricsSorted ? QStringLiteral(" ▼") : QString();
        const QRectF rect = layout.column(i, layout.header.top(), layout.header.height()).adjusted(theme.space(4), 0, -theme.space(4), 0);
        ink.text(rect, Qt::AlignRight | Qt::AlignBottom | Qt::TextWordWrap, translated(infoOf(layout.columns[i]).title) + mark,
                 isChosen ? theme.accent : theme.secondary,
                 theme.font(TextSize::Secondary, isChosen ? QFont::DemiBold : QFont::Normal));
    }
    ink.painter().setPen(QPen(theme.line, 1.0));
    ink.painter().drawLine(layout.header.bottomLeft(), layout.header.bottomRight());
}

/// Why some metrics have no column, and how many rows are left out.
QString footnote(const TableLayout& layout, int leftOut)
{
    QStringList lines;
    if (leftOut > 0)
        lines << words(QT_TRANSLATE_NOOP("MetricsFigure", "Heads left out because their number is smaller: %1.")).arg(leftOut);
    QStringList absent;
    for (int i = 0; i < headMetricCount; ++i) {
        const auto metric = static_cast<HeadMetric>(i);
        if (std::find(layout.columns.begin(), layout.columns.end(), metric) == layout.columns.end())
            absent << translated(infoOf(metric).title);
    }
    if (!absent.isEmpty())
        lines << words(QT_TRANSLATE_NOOP("MetricsFigure", "Does not apply here: %1.")).arg(listed(absent));
    return joinedSentences(lines);
}

} // namespace

QSizeF metricsTableSize(const Scene& scene)
{
    const Theme& theme = scene.theme;
    const TableLayout layout(QRectF(), scene, When::IfQuick);
    const ShownHeads shown = headsOf(scene, When::IfQuick);
    return {layout.nameWidth + static_cast<qreal>(layout.columns.size()) * layout.columnWidth,
            layout.header.bottom() + (static_cast<qreal>(shown.heads.size()) + 3.5) * metricLineHeight(theme)};
}

void paintMetricsTable(Ink& ink, const QRectF& room, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const When when = whenFor(ink.medium());
    const TableLayout layout(room, scene, when, ink.medium());
    const ShownHeads shown = headsOf(scene, when);
    const qreal line = metricLineHeight(theme);
    paintMetricDefinition(ink, room, layout.definitionWidth, scene);
    paintHeader(ink, layout, scene);
    std::vector<double> largest(layout.columns.size(), 0.0);
    for (const StepRef& head : shown.heads) {
        for (std::size_t i = 0; i < layout.columns.size(); ++i)
            largest[i] = std::max(largest[i], knownValue(scene.trace, head, layout.columns[i], when).value_or(0.0));
    }
    const StepRef selected = scene.place.refOf(Step::Pattern);
    QRectF row(room.left(), layout.header.bottom() + theme.space(3), room.width(), line);
    for (const StepRef& head : shown.heads) {
        const bool isSelected = head == selected;
        if (isSelected)
            ink.painter().fillRect(row, theme.selectedGround);
        ink.text(row, Qt::AlignLeft | Qt::AlignVCenter, shortHeadName(head), isSelected ? theme.accent : theme.text,
                 theme.font(TextSize::Body, isSelected ? QFont::DemiBold : QFont::Normal));
        QString spoken = fullHeadName(head);
        for (std::size_t i = 0; i < layout.columns.size(); ++i) {
            const HeadMetric metric = layout.columns[i];
            const QRectF cell = layout.column(i, row.top(), line).adjusted(theme.space(4), 0, -theme.space(4), 0);
            const auto value = knownValue(scene.trace, head, metric, when);
            if (!value) {
                const bool isComing = isOfText(metric) ? !knownMetrics(scene.trace, when) : !knownScores(scene.trace, when);
                ink.text(cell, Qt::AlignRight | Qt::AlignVCenter, isComing ? QStringLiteral("…") : QStringLiteral("–"), theme.faint,
                         theme.font());
                continue;
            }
            if (largest[i] > 0.0) // a bar below the number
                ink.painter().fillRect(QRectF(cell.left(), cell.bottom() - 3.0, cell.width() * std::clamp(*value / largest[i], 0.0, 1.0), 2.0),
                                       metric == scene.options.metric ? theme.accent : theme.faint);
            ink.painter().setFont(theme.numberFont());
            ink.painter().setPen(metric == scene.options.metric ? theme.text : theme.secondary);
            const QString text = formatValue(*value, digits);
            ink.derivedNumber(cell, Qt::AlignRight | Qt::AlignVCenter, text, *value, metricSourceName(metric, head));
            if (metric == scene.options.metric)
                spoken += QStringLiteral(", ") + translated(infoOf(metric).title) + QLatin1Char(' ') + text;
        }
        ink.hot({row, placeOfHead(scene, head), spoken, spoken});
        row.translate(0, line);
    }
    flowText(ink, QRectF(row.left(), row.top() + theme.space(4), std::min(row.width(), theme.space(720)), 3.0 * line),
             {{footnote(layout, shown.leftOut), theme.secondary, false, std::nullopt, QString()}}, TextSize::Secondary);
}

std::optional<HeadMetric> metricsHeaderAt(const QRectF& room, const Scene& scene, QPointF point)
{
    const TableLayout layout(room, scene, When::IfQuick);
    for (std::size_t i = 0; i < layout.columns.size(); ++i) {
        if (layout.column(i, layout.header.top(), layout.header.height()).contains(point))
            return layout.columns[i];
    }
    return std::nullopt;
}

NumberTable metricsNumbers(const Scene& scene)
{
    NumberTable table{"metrics", {}, {}, {}};
    const auto heads = attentionHeads(scene.trace->model().spec());
    for (const HeadMetricInfo& info : headMetricTable())
        table.columns.emplace_back(info.name);
    table.values = MatrixOf<double>::Constant(static_cast<Index>(heads.size()), headMetricCount, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < heads.size(); ++i) {
        table.rows.push_back(hl::nameOf(heads[i]));
        for (int m = 0; m < headMetricCount; ++m) {
            if (const auto value = knownValue(scene.trace, heads[i], static_cast<HeadMetric>(m), When::Now))
                table.values(static_cast<Index>(i), m) = *value;
        }
    }
    return table;
}

} // namespace hl::ui
