#include "ui/figure/metrics_table.h"

#include "ui/figure/flow_text.h"
#include "ui/figure/heads_figure.h"
#include "ui/figure/labels.h"
#include "ui/figure/output_figure.h"
#include "ui/paint/axis.h"
#include "ui/translate.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl::ui {

namespace {

constexpr int digits = 3; // significant

QString words(const char* text)
{
    return QCoreApplication::translate("MetricsFigure", text);
}

QString inNames(HeadMetric metric)
{
    const std::string_view name = infoOf(metric).name;
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

std::string utf8(const QString& text)
{
    return text.toStdString();
}

qreal lineHeight(const Theme& theme)
{
    return QFontMetricsF(theme.font()).height() + theme.space(5);
}

/// Height of the words about the chosen metric.
qreal definitionHeight(const Theme& theme)
{
    return 3.2 * lineHeight(theme);
}

void paintDefinition(Ink& ink, const QRectF& room, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const HeadMetricInfo& info = infoOf(scene.options.metric);
    const QRectF first(room.left(), room.top(), room.width(), lineHeight(theme));
    ink.elidedText(first, Qt::AlignLeft | Qt::AlignVCenter,
                   translated(info.title) + QStringLiteral(" · ") + QString::fromUtf8(info.formula) + QStringLiteral(" · ")
                       + translated(info.unit),
                   theme.text, theme.font(TextSize::Body, QFont::DemiBold));
    flowText(ink, QRectF(first.left(), first.bottom(), std::min(first.width(), theme.space(720)), definitionHeight(theme)),
             {{translated(info.definition), theme.secondary, false, std::nullopt, QString()}}, TextSize::Body);
}

QString shortHeadName(const StepRef& head)
{
    return headPrefix(head) + headName(head.layer, head.head);
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
    QRectF header;

    TableLayout(const QRectF& room, const Scene& scene, When when)
        : columns(shownColumns(scene, when))
        , nameWidth(scene.theme.space(56))
        , columnWidth(scene.theme.space(86))
        , header(room.left(), room.top() + definitionHeight(scene.theme), room.width(), 2.4 * lineHeight(scene.theme))
    {}
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
        lines << words(QT_TRANSLATE_NOOP("MetricsFigure", "Does not apply here: %1.")).arg(absent.join(QStringLiteral(", ")));
    return lines.join(QLatin1Char(' '));
}

} // namespace

QString computingText()
{
    return words(QT_TRANSLATE_NOOP("MetricsFigure", "Computing…"));
}

QSizeF metricsTableSize(const Scene& scene)
{
    const Theme& theme = scene.theme;
    const TableLayout layout(QRectF(), scene, When::IfQuick);
    const ShownHeads shown = headsOf(scene, When::IfQuick);
    return {layout.nameWidth + static_cast<qreal>(layout.columns.size()) * layout.columnWidth,
            layout.header.bottom() + (static_cast<qreal>(shown.heads.size()) + 3.5) * lineHeight(theme)};
}

void paintMetricsTable(Ink& ink, const QRectF& room, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const When when = whenFor(ink.medium());
    const TableLayout layout(room, scene, when);
    const ShownHeads shown = headsOf(scene, when);
    const qreal line = lineHeight(theme);
    paintDefinition(ink, room, scene);
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

QSizeF metricsLayersSize(const Scene& scene)
{
    return QSizeF(720, 420) * scene.theme.scale;
}

void paintMetricsLayers(Ink& ink, const QRectF& room, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const When when = whenFor(ink.medium());
    const HeadMetric metric = scene.options.metric;
    paintDefinition(ink, room, scene);
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
    const qreal line = lineHeight(theme);
    const QRectF plot(room.left() + theme.space(52), room.top() + definitionHeight(theme) + theme.space(8),
                      room.width() - theme.space(60), std::max(room.height() - definitionHeight(theme) - 2.6 * line, theme.space(80)));
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
    const qreal numberWidth = theme.space(64);
    ink.text(corner.adjusted(0, 0, -numberWidth, 0), Qt::AlignRight | Qt::AlignVCenter, largest, theme.secondary, theme.font(TextSize::Secondary));
    ink.painter().setFont(theme.numberFont(TextSize::Secondary));
    ink.painter().setPen(theme.secondary);
    ink.derivedNumber(QRectF(corner.right() - numberWidth + theme.space(6), corner.top(), numberWidth, line), Qt::AlignLeft | Qt::AlignVCenter,
                      formatValue(top->value, digits), top->value, metricSourceName(metric, top->head));
}

namespace {

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
    return {scene.theme.space(480), definitionHeight(scene.theme) + (count + 2.5) * lineHeight(scene.theme)};
}

void paintMetricsParts(Ink& ink, const QRectF& room, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const qreal line = lineHeight(theme);
    const HeadMetric metric = scene.options.metric;
    const StepRef head = scene.place.refOf(Step::Pattern);
    paintDefinition(ink, room, scene);
    QRectF row(room.left(), room.top() + definitionHeight(theme), room.width(), line);
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
            paintNumber(row, *part.value, QStringLiteral("part %1 %2 %3").arg(inNames(metric)).arg(part.row).arg(QString::fromStdString(hl::nameOf(head))), false);
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

NumberTable partsNumbers(const Scene& scene)
{
    NumberTable table{"parts", {}, {utf8(inNames(scene.options.metric))}, {}};
    const auto parts = partsOf(scene, When::Now).value_or(std::vector<Part>{});
    table.values = MatrixOf<double>::Constant(static_cast<Index>(parts.size()), 1, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        table.rows.push_back(utf8(parts[i].label));
        if (parts[i].value)
            table.values(static_cast<Index>(i), 0) = *parts[i].value;
    }
    return table;
}

} // namespace hl::ui
