#include "ui/figure/heads_figure.h"

#include "ui/figure/derived_text.h"
#include "ui/figure/head_colors.h"
#include "ui/figure/head_metrics_panel.h"
#include "ui/figure/labels.h"
#include "ui/figure/reading_rules.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace hl::ui {

namespace {

constexpr int metricDigits = 3; // significant

QString words(const char* text)
{
    return QCoreApplication::translate("HeadsFigure", text);
}

StepRef selectedHead(const Place& place)
{
    return place.refOf(Step::Pattern);
}

/// How the selected head is read; the others are read alike, with masses of their own.
ShownStep shownHead(const Scene& scene)
{
    return shownStep(scene.trace, selectedHead(scene.place), scene.options.reading.ofOneHead());
}

qreal rulesHeight(const Scene& scene, qreal width)
{
    return scene.options.headColor ? 0.0 : ruleHeight(scene, shownHead(scene), width);
}

/// The colour bar with its ends: a scale without numbers says nothing.
void paintLegend(Ink& ink, const QRectF& rect, const Scene& scene)
{
    if (scene.options.headColor)
        return paintHeadColorLegend(ink, rect, scene);
    const Theme& theme = ink.theme();
    const StepRef head = selectedHead(scene.place);
    const Heatmap map = heatmapOf(scene, shownHead(scene));
    if (!map.view)
        return;
    const qreal barWidth = theme.space(56);
    const QFont font = theme.font(TextSize::Secondary);
    const QString name = scaleName(map.scale);
    const qreal nameWidth = TypeMetrics(font).horizontalAdvance(name) + theme.space(8);
    const bool isPerHead = scene.options.scale != ScaleMode::Shared;
    const QString low = scene.options.scale == ScaleMode::Log
                            ? words(QT_TRANSLATE_NOOP("HeadsFigure", "1/10000 of its largest"))
                            : QStringLiteral("0");
    const qreal lowWidth = TypeMetrics(font).horizontalAdvance(low) + theme.space(4);
    QRectF room = rect;
    ink.text(room, Qt::AlignLeft | Qt::AlignVCenter, low, theme.secondary, font);
    QRectF bar(rect.left() + lowWidth, rect.center().y() - theme.space(4), barWidth, theme.space(8));
    QImage image(256, 1, QImage::Format_RGB32);
    for (int i = 0; i < 256; ++i)
        image.setPixel(i, 0, map.colors[static_cast<std::size_t>(i)]);
    ink.painter().drawImage(bar, image);
    room.setLeft(bar.right() + theme.space(4));
    if (isPerHead) {
        ink.elidedText(room, Qt::AlignLeft | Qt::AlignVCenter,
                       scene.options.scale == ScaleMode::PerRow
                           ? words(QT_TRANSLATE_NOOP("HeadsFigure", "largest of the row"))
                           : words(QT_TRANSLATE_NOOP("HeadsFigure", "largest of the head")),
                       theme.secondary, font);
        return;
    }
    ink.painter().setPen(theme.secondary);
    ink.painter().setFont(font);
    const QString high = formatValue(map.scale.range.upper, 3);
    ink.derivedNumber(room, Qt::AlignLeft | Qt::AlignVCenter, high, map.scale.range.upper,
                      QStringLiteral("largest of all heads ") + QString::fromStdString(hl::nameOf(head)));
    room.setLeft(room.left() + TypeMetrics(font).horizontalAdvance(high) + theme.space(8));
    if (room.width() > nameWidth)
        ink.text(room, Qt::AlignLeft | Qt::AlignVCenter, name, theme.secondary, font);
}

} // namespace

QString HeadsFigure::title(const Scene& scene) const
{
    if (!scene.options.headOrder)
        return words(QT_TRANSLATE_NOOP("HeadsFigure", "Heads · by layer"));
    return words(QT_TRANSLATE_NOOP("HeadsFigure", "Heads · by %1")).arg(translated(infoOf(*scene.options.headOrder).title));
}

void HeadsFigure::prepare(const Scene& scene) const
{
    for (const auto& metric : {scene.options.headOrder, scene.options.headColor}) {
        if (metric && isOfText(*metric))
            static_cast<void>(knownMetrics(scene.trace, When::Now));
        else if (metric)
            static_cast<void>(knownScores(scene.trace, When::Now));
    }
}

QSizeF HeadsFigure::naturalSize(const Scene& scene) const
{
    const Theme& theme = scene.theme;
    int heads = 1;
    for (const StepRef& head : attentionHeads(scene.trace->model().spec()))
        heads = std::max(heads, head.head + 1);
    const qreal side = theme.space(heads > 8 ? 44 : 64);
    const qreal width = std::max(theme.space(264), heads * side + theme.space(48));
    const HeadsLayout layout =
        layOutHeads(scene, QRectF(0, 0, width - theme.space(24), std::numeric_limits<qreal>::max()));
    return {width, layout.bottom + rulesHeight(scene, width - theme.space(24)) + headMetricsHeight(scene) + theme.space(48)};
}

QSizeF HeadsFigure::leastSize(const Scene& scene) const
{
    return {scene.theme.space(220), naturalSize(scene).height()};
}

void HeadsFigure::paintPattern(Ink& ink, const HeadsLayout::Cell& cell, const Scene& scene) const
{
    QPainter& painter = ink.painter();
    const Theme& theme = ink.theme();
    const QImage& image = m_thumbnails.image(cell.head);
    QRectF picture = cell.rect;
    const bool isSquare = qFuzzyCompare(cell.rect.width(), cell.rect.height()); // else it has the picture's shape already
    if (!image.isNull() && image.width() != image.height() && isSquare) { // cross-attention: the lengths differ
        const qreal longest = std::max(image.width(), image.height());
        picture.setSize({cell.rect.width() * image.width() / longest, cell.rect.height() * image.height() / longest});
    }
    if (image.isNull())
        painter.fillRect(picture, theme.forbidden);
    else if (ink.medium() == Medium::Svg)
        paintCells(painter, ink.medium(), picture, heatmapOf(scene, shownStep(scene.trace, cell.head, scene.options.reading.ofOneHead())));
    else
        painter.drawImage(picture, image);
}

void HeadsFigure::paintCell(Ink& ink, const HeadsLayout::Cell& cell, const Scene& scene) const
{
    QPainter& painter = ink.painter();
    const Theme& theme = ink.theme();
    if (!scene.options.headColor)
        paintPattern(ink, cell, scene);

    const bool isSelected = cell.head == selectedHead(scene.place);
    const bool isCompared = scene.options.comparedHeads.contains({cell.head.layer, cell.head.head})
                            && cell.head.side == scene.place.side && cell.head.isCross == scene.place.isCross;
    if (isSelected || isCompared) {
        const auto shown = shownHeads(scene, cell.head.side, cell.head.isCross);
        const auto index = std::find(shown.begin(), shown.end(), std::pair(cell.head.layer, cell.head.head)) - shown.begin();
        painter.setPen(QPen(shown.size() > 1 ? headColor(theme, static_cast<int>(index)) : theme.accent,
                            isSelected ? 2.0 : 1.5, isSelected ? Qt::SolidLine : Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(cell.rect.adjusted(-2, -2, 2, 2), 3, 3);
    }
}

void HeadsFigure::paintGrid(Ink& ink, const HeadsLayout& layout, const Scene& scene) const
{
    QPainter& painter = ink.painter();
    const Theme& theme = ink.theme();
    const QFont font = theme.font(TextSize::Secondary);
    const qreal lineHeight = TypeMetrics(font).height();
    const QString tip = words(QT_TRANSLATE_NOOP("HeadsFigure", "%1\n%2"));
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    const auto range = scene.options.headColor ? headColorRange(scene, whenFor(ink.medium())) : std::nullopt;
    for (const auto& cell : layout.cells) {
        if (scene.options.headColor)
            paintHeadColor(ink, cell.rect, cell.head, scene, range);
        paintCell(ink, cell, scene);
        const QString name = fullHeadName(cell.head);
        ink.hot({cell.rect, placeOfHead(scene, cell.head), tip.arg(name, QString::fromStdString(hl::nameOf(cell.head))), name});
        if (!cell.metric)
            continue;
        const bool isSelected = cell.head == selectedHead(scene.place);
        QRectF label(cell.rect.left() - theme.space(4), cell.rect.bottom() + 2.0, cell.rect.width() + theme.space(8),
                     lineHeight);
        ink.text(label, Qt::AlignHCenter | Qt::AlignTop, shortHeadName(cell.head),
                 isSelected ? theme.accent : theme.text, theme.font(TextSize::Secondary, QFont::DemiBold));
        label.translate(0, lineHeight);
        painter.setPen(theme.secondary);
        painter.setFont(theme.numberFont(TextSize::Secondary));
        ink.derivedNumber(label, Qt::AlignHCenter | Qt::AlignTop, formatValue(*cell.metric, metricDigits), *cell.metric,
                          metricSourceName(*scene.options.headOrder, cell.head));
    }
    for (const auto& label : layout.labels)
        ink.text(label.rect, label.flags, label.text, theme.secondary,
                 label.isTitle ? theme.font(TextSize::Secondary, QFont::DemiBold) : font);
}

void HeadsFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const Theme& theme = ink.theme();
    const qreal margin = theme.space(12);
    QRectF room = rect.adjusted(margin, margin, -margin, -margin);
    const qreal legendHeight = TypeMetrics(theme.font(TextSize::Secondary)).height() + theme.space(4);
    const qreal metricsHeight = headMetricsHeight(scene);
    const bool hasMetrics = room.height() > metricsHeight + theme.space(64);
    const qreal rules = rulesHeight(scene, room.width());
    const qreal below = legendHeight + rules + (hasMetrics ? metricsHeight : 0.0);
    const QRectF grid = room.adjusted(0, 0, 0, -below - theme.space(8));
    const HeadsLayout layout = layOutHeads(scene, grid);
    std::vector<StepRef> heads = attentionHeads(scene.trace->model().spec());
    const qreal side = layout.cells.empty() ? 1.0 : layout.cells.front().rect.width();
    const qreal ratio = ink.medium() == Medium::Screen ? ink.painter().device()->devicePixelRatioF() : 4.0;
    m_thumbnails.prepare(scene, heads, std::max(1, static_cast<int>(side * ratio)));
    paintGrid(ink, layout, scene);

    QRectF legend(room.left(), std::min(layout.bottom, grid.bottom()) + theme.space(4), room.width(), legendHeight);
    paintLegend(ink, legend, scene);
    if (layout.leftOut > 0)
        ink.text(legend, Qt::AlignRight | Qt::AlignVCenter,
                 words(QT_TRANSLATE_NOOP("HeadsFigure", "heads left out: %1")).arg(layout.leftOut),
                 theme.secondary, theme.font(TextSize::Secondary));
    if (rules > 0.0)
        paintRules(ink, QRectF(room.left(), legend.bottom(), room.width(), rules), scene, shownHead(scene));
    if (hasMetrics)
        paintHeadMetrics(ink, QRectF(room.left(), legend.bottom() + rules + theme.space(8), room.width(), metricsHeight), scene);
}

std::vector<StepRef> HeadsFigure::shownSteps(const Scene& scene) const
{
    return attentionHeads(scene.trace->model().spec());
}

std::vector<NumberTable> HeadsFigure::tables(const Scene& scene) const
{
    std::vector<NumberTable> all;
    for (const StepRef& head : shownSteps(scene)) {
        auto own = tablesOf(*scene.trace, shownStep(scene.trace, head, scene.options.reading.ofOneHead()));
        std::move(own.begin(), own.end(), std::back_inserter(all));
    }
    return all;
}

} // namespace hl::ui
