#include "ui/figure/metric_definition.h"

#include "ui/figure/flow_text.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

namespace hl::ui {

namespace {

std::vector<TextSpan> heading(const Scene& scene)
{
    const HeadMetricInfo& info = infoOf(scene.options.metric);
    const QString text = translated(info.title) + QStringLiteral(" · ") + QString::fromUtf8(info.formula) + QStringLiteral(" · ") + translated(info.unit);
    return {{text, scene.theme.text, true, std::nullopt, QString()}};
}

std::vector<TextSpan> definition(const Scene& scene)
{
    return {{translated(infoOf(scene.options.metric).definition), scene.theme.secondary, false, std::nullopt, QString()}};
}

} // namespace

qreal metricDefinitionWidth(const Theme& theme)
{
    return theme.space(380);
}

qreal metricDefinitionHeight(const Scene& scene, qreal width)
{
    return flowHeight(scene.theme, width, heading(scene), TextSize::Body) + flowHeight(scene.theme, width, definition(scene), TextSize::Body)
           + scene.theme.space(8);
}

void paintMetricDefinition(Ink& ink, const QRectF& room, qreal width, const Scene& scene)
{
    QRectF place(room.left(), room.top(), width, room.height());
    place.translate(0.0, flowText(ink, place, heading(scene), TextSize::Body));
    flowText(ink, place, definition(scene), TextSize::Body);
}

qreal metricLineHeight(const Theme& theme)
{
    return TypeMetrics(theme.font()).height() + theme.space(5);
}

} // namespace hl::ui
