#include "ui/figure/head_colors.h"

#include "ui/figure/derived_text.h"
#include "ui/figure/matrix_frame.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr int metricDigits = 3; // significant

std::array<std::uint32_t, 256> headColors(const Scene& scene)
{
    return colorsFor(ColorScale{}, scene.options, scene.theme);
}

} // namespace

std::optional<HeadColorRange> headColorRange(const Scene& scene, When when)
{
    std::optional<HeadColorRange> range;
    for (const StepRef& head : attentionHeads(scene.trace->model().spec())) {
        const auto value = knownValue(scene.trace, head, *scene.options.headColor, when);
        if (!value || !std::isfinite(*value))
            continue;
        range = range ? HeadColorRange{std::min(range->least, *value), std::max(range->most, *value)} : HeadColorRange{*value, *value};
    }
    return range;
}

void paintHeadColor(Ink& ink, const QRectF& rect, const StepRef& head, const Scene& scene,
                const std::optional<HeadColorRange>& range)
{
    const Theme& theme = ink.theme();
    const HeadMetric metric = *scene.options.headColor;
    const auto value = knownValue(scene.trace, head, metric, whenFor(ink.medium()));
    if (!value || !range || !std::isfinite(*value)) {
        ink.painter().fillRect(rect, theme.forbidden);
        return;
    }
    const double width = range->most - range->least;
    const double place = width > 0.0 ? (*value - range->least) / width : 1.0;
    const QColor color(QRgb(headColors(scene)[static_cast<std::size_t>(std::clamp(place, 0.0, 1.0) * 255.0)]));
    ink.painter().fillRect(rect, color);
    const QFont font = theme.numberFont(TextSize::Secondary, QFont::Medium);
    const QString text = formatCell(*value, 2);
    const TypeMetrics metrics(font);
    if (metrics.horizontalAdvance(text) > rect.width() - 2.0 || metrics.height() > rect.height())
        return;
    ink.painter().setFont(font);
    // As the eye weighs the channels: yellow is bright though its lightness by hue is not.
    ink.painter().setPen(qGray(color.rgb()) > 128 ? Qt::black : Qt::white);
    ink.derivedNumber(rect, Qt::AlignCenter, text, *value, metricSourceName(metric, head));
}

void paintHeadColorLegend(Ink& ink, const QRectF& rect, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const QFont font = theme.font(TextSize::Secondary);
    const TypeMetrics metrics(font);
    const HeadMetric metric = *scene.options.headColor;
    const auto range = headColorRange(scene, whenFor(ink.medium()));
    const QString title = translated(infoOf(metric).title);
    QRectF room = rect;
    ink.elidedText(room, Qt::AlignLeft | Qt::AlignVCenter, title, theme.secondary, font);
    room.setLeft(room.left() + metrics.horizontalAdvance(title) + theme.space(8));
    if (!range)
        return;
    const auto table = headColors(scene);
    QImage image(256, 1, QImage::Format_RGB32);
    for (int i = 0; i < 256; ++i)
        image.setPixel(i, 0, table[static_cast<std::size_t>(i)]);
    const QString low = formatValue(range->least, metricDigits);
    const QString high = formatValue(range->most, metricDigits);
    ink.painter().setFont(font);
    ink.painter().setPen(theme.secondary);
    const QString name = plainName(metric);
    ink.derivedNumber(room, Qt::AlignLeft | Qt::AlignVCenter, low, range->least, QStringLiteral("least of heads ") + name);
    room.setLeft(room.left() + metrics.horizontalAdvance(low) + theme.space(4));
    ink.painter().drawImage(QRectF(room.left(), room.center().y() - theme.space(4), theme.space(48), theme.space(8)), image);
    room.setLeft(room.left() + theme.space(52));
    ink.painter().setPen(theme.secondary);
    ink.derivedNumber(room, Qt::AlignLeft | Qt::AlignVCenter, high, range->most, QStringLiteral("most of heads ") + name);
}

} // namespace hl::ui
