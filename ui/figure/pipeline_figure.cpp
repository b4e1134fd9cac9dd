#include "ui/figure/pipeline_figure.h"

#include "ui/figure/labels.h"
#include "ui/models/step_walk.h"
#include "ui/paint/heatmap.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr qreal tileWidth = 78.0;
constexpr qreal tileGap = 26.0;
constexpr qreal pictureWidth = 64.0;
constexpr qreal columnWidth = 14.0; // of a matrix with one column
constexpr qreal nameHeight = 18.0;

/// Heights from top to bottom, in units of Theme::space().
struct Heights
{
    qreal top;
    qreal head; ///< "Layer 2 · Head 2"
    qreal above; ///< from the tile's edge to its picture
    qreal picture;
    qreal shape; ///< "7×7"; 0: the tool tip has it
    qreal bottom;

    [[nodiscard]] qreal tile() const { return above + picture + 3.0 + nameHeight + shape + 6.0; }
    [[nodiscard]] qreal whole() const { return top + head + tile() + bottom; }
};

constexpr Heights roomy{12.0, 22.0, 6.0, 56.0, 15.0, 10.0};
constexpr Heights low{4.0, 22.0, 4.0, 36.0, 0.0, 2.0};

const Heights& heightsIn(const QRectF& rect, const Theme& theme)
{
    return rect.height() + 1.0 < theme.space(roomy.whole()) ? low : roomy;
}

QString words(const char* text)
{
    return QCoreApplication::translate("PipelineFigure", text);
}

QRectF tileRect(const QRectF& rect, const Theme& theme, int index)
{
    const Heights& heights = heightsIn(rect, theme);
    const qreal left = rect.left() + theme.space(10) + index * theme.space(tileWidth + tileGap);
    return {left, rect.top() + theme.space(heights.top + heights.head), theme.space(tileWidth), theme.space(heights.tile())};
}

/// Q, K and V stand beside each other: none is made from another.
QString operatorBefore(Step step)
{
    switch (step) {
    case Step::EmbedPosition:
    case Step::EmbedType:
    case Step::ScoresC2P:
    case Step::ScoresP2C:
    case Step::ScoresSegment: return QStringLiteral("+");
    case Step::K:
    case Step::V:
    case Step::KNorm:
    case Step::KRot:
    case Step::QPosition:
    case Step::QSegment:
    case Step::PositionK:
    case Step::PositionQ:
    case Step::PositionBias:
    case Step::Mask:
    case Step::MlpGate: return QStringLiteral(",");
    default: return QStringLiteral("→");
    }
}

QColor nameColor(Step step, bool isSelected, const Theme& theme)
{
    switch (step) {
    case Step::Q:
    case Step::QNorm:
    case Step::QRot: return theme.query;
    case Step::K:
    case Step::KNorm:
    case Step::KRot: return theme.key;
    case Step::V: return theme.value;
    default: return isSelected ? theme.accent : theme.text;
    }
}

void paintPicture(Ink& ink, const QRectF& tile, const Heights& heights, const Scene& scene, const StepRef& ref)
{
    const Theme& theme = ink.theme();
    const MatrixView view = scene.trace->view(ref);
    const qreal width = theme.space(view && view.cols() == 1 ? columnWidth : pictureWidth);
    const QRectF box(std::round(tile.center().x() - width / 2), std::round(tile.top() + theme.space(heights.above)), width,
                     theme.space(heights.picture));
    if (!view) {
        ink.painter().setPen(QPen(theme.line, 1.0, Qt::DashLine));
        ink.painter().setBrush(Qt::NoBrush);
        ink.painter().drawRect(box);
        ink.text(box, Qt::AlignCenter | Qt::TextWordWrap, words(QT_TRANSLATE_NOOP("PipelineFigure", "not kept")),
                 theme.secondary, theme.font(TextSize::Secondary));
        return;
    }
    PictureOptions options = scene.options;
    options.scale = ScaleMode::PerHead; // one scale for all steps would show nothing
    paintCells(ink.painter(), ink.medium(), box, Heatmap::of(scene.trace, ref, options, theme));
    ink.painter().setPen(QPen(theme.line, 1.0));
    ink.painter().setBrush(Qt::NoBrush);
    ink.painter().drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5));
}

} // namespace

QString PipelineFigure::title(const Scene& scene) const
{
    const QString place = words(QT_TRANSLATE_NOOP("PipelineFigure", "Layer %1 · Head %2"))
                              .arg(scene.place.layer + 1)
                              .arg(scene.place.head + 1);
    const QString stack = scene.trace ? stackTitle(scene.trace->model().spec(), scene.place.side, scene.place.isCross) : QString();
    return stack.isEmpty() ? place : stack + QStringLiteral(" · ") + place;
}

QSizeF PipelineFigure::naturalSize(const Scene& scene) const
{
    const auto count = scene.trace ? static_cast<int>(pipelineSteps(scene.trace->model().spec(), scene.place).size()) : 1;
    const qreal width = tileRect(QRectF(), scene.theme, std::max(count - 1, 0)).right() + scene.theme.space(10);
    return {width, scene.theme.space(roomy.whole())};
}

qreal PipelineFigure::lowHeight(const Theme& theme)
{
    return theme.space(low.whole());
}

QRectF PipelineFigure::selectedTile(const QRectF& rect, const Scene& scene) const
{
    const auto steps = pipelineSteps(scene.trace->model().spec(), scene.place);
    const auto found = std::find(steps.begin(), steps.end(), scene.place.step);
    return found == steps.end() ? QRectF() : tileRect(rect, scene.theme, static_cast<int>(found - steps.begin()));
}

void PipelineFigure::paintHead(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const Theme& theme = ink.theme();
    const Heights& heights = heightsIn(rect, theme);
    const QRectF head(rect.left() + theme.space(16), rect.top() + theme.space(heights.top - 2), rect.width() - theme.space(32),
                      theme.space(heights.head));
    ink.text(head, Qt::AlignLeft | Qt::AlignVCenter, title(scene), theme.secondary,
             theme.font(TextSize::Body, QFont::DemiBold));
    const qreal titleWidth = TypeMetrics(theme.font(TextSize::Body, QFont::DemiBold)).horizontalAdvance(title(scene));
    ink.elidedText(head.adjusted(titleWidth + theme.space(16), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                   words(QT_TRANSLATE_NOOP("PipelineFigure", "every picture has its own scale · ← → to step")),
                   theme.secondary, theme.font(TextSize::Secondary));
}

void PipelineFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const Theme& theme = ink.theme();
    QPainter& painter = ink.painter();
    if (m_isHeadPainted)
        paintHead(ink, rect, scene);
    const QFont nameFont = theme.font(TextSize::Body, QFont::DemiBold);
    const QFont shapeFont = theme.font(TextSize::Secondary);
    const Heights& heights = heightsIn(rect, theme);
    int index = 0;
    for (const Step step : pipelineSteps(scene.trace->model().spec(), scene.place)) {
        const QRectF tile = tileRect(rect, theme, index);
        const StepRef ref = scene.place.refOf(step);
        const bool isSelected = step == scene.place.step;
        if (index > 0) {
            const QRectF between(tile.left() - theme.space(tileGap), tile.top() + theme.space(heights.above), theme.space(tileGap),
                                 theme.space(heights.picture));
            ink.text(between, Qt::AlignCenter, operatorBefore(step), theme.secondary, theme.font());
        }
        if (isSelected) {
            painter.setPen(QPen(theme.accent, 1.5));
            painter.setBrush(theme.selectedGround);
            painter.drawRoundedRect(tile.adjusted(0.75, -1.25, -0.75, 0), 8, 8);
        }
        paintPicture(ink, tile, heights, scene, ref);
        const qreal nameTop = tile.top() + theme.space(heights.above + heights.picture + 3);
        ink.elidedText(QRectF(tile.left(), nameTop, tile.width(), theme.space(nameHeight)), Qt::AlignCenter, shortName(step),
                       nameColor(step, isSelected, theme), nameFont);
        const MatrixView view = scene.trace->view(ref);
        const QString shape = view ? QStringLiteral("%1×%2").arg(view.rows()).arg(view.cols()) : QString();
        if (heights.shape > 0.0)
            ink.text(QRectF(tile.left(), nameTop + theme.space(nameHeight), tile.width(), theme.space(heights.shape)), Qt::AlignCenter,
                     shape, theme.secondary, shapeFont);
        Place place = scene.place;
        place.step = step;
        const QString meaning = translated(infoOf(step).meaning);
        ink.hot({tile, place,
                 QStringLiteral("%1  %2").arg(translated(formulaOf(ref, scene.trace->model().spec())), shape).trimmed() + QStringLiteral("\n") + meaning + QStringLiteral("\n")
                     + QString::fromStdString(nameOf(ref)),
                 shortName(step) + QStringLiteral(", ") + shape + QStringLiteral(". ") + meaning});
        ++index;
    }
}

std::vector<StepRef> PipelineFigure::shownSteps(const Scene& scene) const
{
    std::vector<StepRef> refs;
    if (!scene.trace)
        return refs;
    for (const Step step : pipelineSteps(scene.trace->model().spec(), scene.place)) {
        if (scene.trace->view(scene.place.refOf(step)))
            refs.push_back(scene.place.refOf(step));
    }
    return refs;
}

} // namespace hl::ui
