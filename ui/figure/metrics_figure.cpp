#include "ui/figure/metrics_figure.h"

#include "ui/figure/metrics_layers.h"
#include "ui/figure/metrics_maps.h"
#include "ui/figure/metrics_parts.h"
#include "ui/figure/metrics_table.h"
#include "ui/translate.h"

#include <QCoreApplication>

namespace hl::ui {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("MetricsFigure", text);
}

} // namespace

QString pageName(MetricsPage page)
{
    switch (page) {
    case MetricsPage::Table: return words(QT_TRANSLATE_NOOP("MetricsFigure", "Table"));
    case MetricsPage::Layers: return words(QT_TRANSLATE_NOOP("MetricsFigure", "By layer"));
    case MetricsPage::Parts: return words(QT_TRANSLATE_NOOP("MetricsFigure", "Query by query"));
    case MetricsPage::Rollout: return words(QT_TRANSLATE_NOOP("MetricsFigure", "Rollout"));
    case MetricsPage::Flow: return words(QT_TRANSLATE_NOOP("MetricsFigure", "Flow"));
    case MetricsPage::HeadMap: return words(QT_TRANSLATE_NOOP("MetricsFigure", "Map of heads"));
    case MetricsPage::QueryKey: return words(QT_TRANSLATE_NOOP("MetricsFigure", "Queries and keys"));
    }
    return {};
}

QRectF metricsRoom(const QRectF& rect, const Theme& theme)
{
    return rect.adjusted(theme.space(16), theme.space(12), -theme.space(16), -theme.space(12));
}

QString MetricsFigure::title(const Scene& scene) const
{
    const QString page = pageName(scene.options.metricsPage);
    if (scene.options.metricsPage <= MetricsPage::Parts)
        return page + QStringLiteral(" · ") + translated(infoOf(scene.options.metric).title);
    return page;
}

void MetricsFigure::prepare(const Scene& scene) const
{
    prepareDerived(scene.trace, scene.options, scene.place.side, scene.place.isCross, {});
}

QSizeF MetricsFigure::naturalSize(const Scene& scene) const
{
    const Theme& theme = scene.theme;
    const QSizeF margins(theme.space(32), theme.space(24));
    switch (scene.options.metricsPage) {
    case MetricsPage::Table: return metricsTableSize(scene) + margins;
    case MetricsPage::Layers: return metricsLayersSize(scene) + margins;
    case MetricsPage::Parts: return metricsPartsSize(scene) + margins;
    case MetricsPage::Rollout:
    case MetricsPage::Flow: return rolloutSize(scene) + margins;
    case MetricsPage::HeadMap:
    case MetricsPage::QueryKey: return QSizeF(theme.space(720), theme.space(560)) + margins;
    }
    return {};
}

QSizeF MetricsFigure::leastSize(const Scene& scene) const
{
    const Theme& theme = scene.theme;
    if (scene.options.metricsPage == MetricsPage::Table || scene.options.metricsPage == MetricsPage::Parts)
        return naturalSize(scene);
    return {theme.space(320), theme.space(300)};
}

void MetricsFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const QRectF room = metricsRoom(rect, scene.theme);
    switch (scene.options.metricsPage) {
    case MetricsPage::Table: return paintMetricsTable(ink, room, scene);
    case MetricsPage::Layers: return paintMetricsLayers(ink, room, scene);
    case MetricsPage::Parts: return paintMetricsParts(ink, room, scene);
    case MetricsPage::Rollout:
    case MetricsPage::Flow: return paintRollout(ink, room, scene);
    case MetricsPage::HeadMap: return paintHeadMap(ink, room, scene);
    case MetricsPage::QueryKey: return paintQueryKeys(ink, room, scene);
    }
}

std::vector<StepRef> MetricsFigure::shownSteps(const Scene& scene) const
{
    return attentionHeads(scene.trace->model().spec());
}

std::vector<NumberTable> MetricsFigure::tables(const Scene& scene) const
{
    switch (scene.options.metricsPage) {
    case MetricsPage::Table:
    case MetricsPage::Layers: return {metricsNumbers(scene)};
    case MetricsPage::Parts: return {partsNumbers(scene)};
    case MetricsPage::Rollout:
    case MetricsPage::Flow: return rolloutNumbers(scene);
    case MetricsPage::HeadMap: return headMapNumbers(scene);
    case MetricsPage::QueryKey: return queryKeyNumbers(scene);
    }
    return {};
}

std::optional<HeadMetric> MetricsFigure::headerAt(const QRectF& rect, const Scene& scene, QPointF point)
{
    return scene.trace && scene.options.metricsPage == MetricsPage::Table
               ? metricsHeaderAt(metricsRoom(rect, scene.theme), scene, point)
               : std::nullopt;
}

} // namespace hl::ui
