#include "ui/figure/metric_definition.h"

#include "ui/figure/flow_text.h"
#include "ui/translate.h"

#include <QFontMetricsF>

#include <algorithm>

namespace hl::ui {

qreal metricDefinitionHeight(const Theme& theme)
{
    return 3.2 * metricLineHeight(theme);
}

void paintMetricDefinition(Ink& ink, const QRectF& room, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const HeadMetricInfo& info = infoOf(scene.options.metric);
    const QRectF first(room.left(), room.top(), room.width(), metricLineHeight(theme));
    ink.elidedText(first, Qt::AlignLeft | Qt::AlignVCenter,
                   translated(info.title) + QStringLiteral(" · ") + QString::fromUtf8(info.formula) + QStringLiteral(" · ")
                       + translated(info.unit),
                   theme.text, theme.font(TextSize::Body, QFont::DemiBold));
    flowText(ink, QRectF(first.left(), first.bottom(), std::min(first.width(), theme.space(720)), metricDefinitionHeight(theme)),
             {{translated(info.definition), theme.secondary, false, std::nullopt, QString()}}, TextSize::Body);
}

qreal metricLineHeight(const Theme& theme)
{
    return QFontMetricsF(theme.font()).height() + theme.space(5);
}

} // namespace hl::ui
