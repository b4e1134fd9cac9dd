#include "ui/figure/weights_figure.h"

#include "core/explain/symbols.h"
#include "ui/figure/heading.h"
#include "ui/figure/matrix_frame.h"
#include "ui/figure/matrix_window.h"
#include "ui/paint/color_scale.h"
#include "ui/paint/type_metrics.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace hl::ui {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("WeightsFigure", text);
}

/// The block as it was before it was changed by hand; nothing where no weight has been.
MatrixView unchangedOf(const Scene& scene, const WeightRef& ref)
{
    const auto& unchanged = scene.trace->unchanged();
    return unchanged ? viewOf(blockOf(unchanged->model(), ref)) : MatrixView{};
}

/// The model's own weights make the scale: one large number written by hand would leave all others white.
Heatmap heatmapOf(const MatrixView& view, const MatrixView& unchanged, const Scene& scene)
{
    Heatmap map;
    map.view = view;
    map.theme = scene.theme;
    map.scale.mode = scene.options.scale == ScaleMode::Log ? ScaleMode::Log : ScaleMode::PerHead;
    map.scale.isDiverging = true;
    fitScale(map.scale, view, {}, unchanged ? std::optional(rangeOfAll({{unchanged, {}}}, map.scale)) : std::nullopt);
    map.colors = colorsFor(map.scale, scene.options, scene.theme);
    return map;
}

/// Indices along one side, as many as fit.
void paintIndices(Ink& ink, const MatrixLayout& place, bool areRows)
{
    const Theme& theme = ink.theme();
    const QFont font = theme.font(TextSize::Secondary);
    const TypeMetrics metrics(font);
    const Index count = areRows ? place.rows : place.cols;
    const qreal cell = areRows ? place.cellHeight() : place.cellWidth();
    const auto isInSight = [&](QPointF middle) {
        return areRows ? middle.y() >= place.cells.top() && middle.y() <= place.cells.bottom()
                       : middle.x() >= place.cells.left() && middle.x() <= place.cells.right();
    };
    const qreal needed = areRows ? metrics.height() : metrics.horizontalAdvance(QString::number(count)) + theme.space(6);
    Index stride = 1;
    for (int i = 0; static_cast<qreal>(stride) * cell < needed; ++i)
        stride = stride * (i % 3 == 1 ? 5 : 4) / 2; // 1 2 5 10 20 50
    for (Index i = 0; i < count; i += stride) {
        const QPointF middle = place.cellRect(areRows ? i : 0, areRows ? 0 : i).center();
        if (!isInSight(middle))
            continue;
        const QRectF rect = areRows ? QRectF(place.rowLabels.left(), middle.y() - needed / 2, place.rowLabels.width(), needed)
                                    : QRectF(middle.x() - needed / 2, place.colLabels.top(), needed, place.colLabels.height());
        ink.text(rect, areRows ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignHCenter | Qt::AlignBottom, QString::number(i),
                 theme.secondary, font);
    }
}

} // namespace

MatrixView viewOf(const WeightBlock& block)
{
    const MatrixView all = block.tensor.view();
    if (all.dtype() == DType::Float32)
        return {all.as<float>().data() + block.firstCol, all.rows(), block.cols, all.rowStride()};
    return {all.as<double>().data() + block.firstCol, all.rows(), block.cols, all.rowStride()};
}

std::optional<WeightRef> shownWeights(const Scene& scene)
{
    const Model& model = scene.trace->model();
    const auto isThere = [&](const WeightRef& ref) { return hasStep(model.spec().withAllStacks(), ref.step) && blockOf(model, ref).tensor; };
    if (!scene.options.weights.empty()) {
        if (const auto chosen = parseWeight(scene.options.weights); chosen && isThere(*chosen))
            return *chosen;
    }
    for (const Step step : {scene.place.step, Step::Q}) {
        if (const WeightRef own{weightStep(scene.place.refOf(step))}; isThere(own))
            return own;
    }
    return std::nullopt;
}

QString WeightsFigure::title(const Scene& scene) const
{
    const auto ref = shownWeights(scene);
    return ref ? QString::fromStdString(nameOf(*ref)) : words(QT_TRANSLATE_NOOP("WeightsFigure", "Weights"));
}

QSizeF WeightsFigure::naturalSize(const Scene& scene) const
{
    const auto ref = shownWeights(scene);
    if (!ref)
        return {scene.theme.space(360), scene.theme.space(80)};
    const WeightBlock block = blockOf(scene.trace->model(), *ref);
    const auto side = [&](Index count) { return scene.theme.space(std::clamp(static_cast<qreal>(count) * 30.0, 40.0, 640.0)); };
    return {std::max(side(block.cols), scene.theme.space(200)) + scene.theme.space(200), side(block.rows()) + scene.theme.space(100)};
}

MatrixLayout WeightsFigure::layout(const QRectF& rect, const Scene& scene) const
{
    MatrixLayout place;
    const auto ref = shownWeights(scene);
    if (!ref)
        return place;
    const Theme& theme = scene.theme;
    const WeightBlock block = blockOf(scene.trace->model(), *ref);
    place.rows = block.rows();
    place.cols = block.cols;
    const QRectF zoomed = m_window.isNull() ? QRectF() : windowInside(m_window, place);
    place.window = zoomed.isNull() ? QRectF(0, 0, static_cast<qreal>(place.cols), static_cast<qreal>(place.rows)) : zoomed;
    const qreal space = theme.space(16);
    const qreal line = TypeMetrics(theme.font()).height();
    place.title = QRectF(rect.left() + space, rect.top() + theme.space(10), rect.width() - 2 * space, line);
    const qreal labels = TypeMetrics(theme.font(TextSize::Secondary)).horizontalAdvance(QString::number(place.rows)) + theme.space(6);
    QRectF room(rect.left() + space + labels, place.title.bottom() + theme.space(8) + line, 0, 0);
    room.setRight(rect.right() - space - theme.space(86));
    room.setBottom(rect.bottom() - theme.space(12) - line);
    // Square cells where there is room, none larger than a number needs.
    const qreal largest = theme.space(64);
    const qreal width = std::min(room.width(), largest * place.window.width());
    const qreal height = std::min(room.height(), std::min(largest, width / place.window.width()) * place.window.height());
    place.cells = QRectF(room.left(), room.top(), std::max(width, 1.0), std::max(height, 1.0));
    if (place.rows == 1)
        place.cells.setHeight(std::min(std::max(room.height(), 1.0), theme.space(32)));
    place.rowLabels = QRectF(rect.left() + space, room.top(), labels - theme.space(4), place.cells.height());
    place.colLabels = QRectF(room.left(), room.top() - line - 2.0, place.cells.width(), line);
    place.bar = QRectF(place.cells.right() + theme.space(14), place.cells.top(), theme.space(12),
                       std::clamp(place.cells.height(), theme.space(48), theme.space(240)));
    place.note = QRectF(place.title.left(), rect.bottom() - theme.space(8) - line, place.title.width(), line);
    return place;
}

void WeightsFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const Theme& theme = ink.theme();
    const auto ref = shownWeights(scene);
    if (!ref) {
        ink.text(rect, Qt::AlignCenter | Qt::TextWordWrap, words(QT_TRANSLATE_NOOP("WeightsFigure", "This step has no weights.")),
                 theme.secondary, theme.font());
        return;
    }
    const WeightBlock block = blockOf(scene.trace->model(), *ref);
    const MatrixView view = viewOf(block);
    const MatrixLayout place = layout(rect, scene);
    const QString shape = QStringLiteral("%1 × %2").arg(view.rows()).arg(view.cols());
    const bool isNorm = infoOf(ref->step.step).operation == Operation::Norm;
    const char* symbol = ref->isBias ? (isNorm ? "b" : biasSymbolOf(ref->step.step)) : isNorm ? "g" : weightSymbolOf(ref->step.step);
    paintHeading(ink, place.title, QString::fromUtf8(symbol), QStringLiteral("%1   %2").arg(title(scene), shape));
    const MatrixView was = unchangedOf(scene, *ref);
    const Heatmap map = heatmapOf(view, was, scene);
    ink.painter().save();
    ink.painter().setClipRect(place.cells);
    paintCells(ink.painter(), ink.medium(), place.whole(), map);
    ink.painter().restore();
    if (scene.options.showValues)
        paintCellValues(ink, place, map, [&](Index row, Index col) {
            return PaintedNumber{{}, 0.0, Source{std::nullopt, block.tensor.name(), row, block.firstCol + col}, {}};
        });
    paintIndices(ink, place, true);
    paintIndices(ink, place, false);
    paintLegend(ink, place, map);
    std::vector<std::pair<Index, Index>> changed;
    if (was && !was.isSameAs(view) && was.rows() == view.rows() && was.cols() == view.cols()) {
        for (Index row = 0; row < view.rows(); ++row) {
            for (Index col = 0; col < view.cols(); ++col) {
                if (view.at(row, col) != was.at(row, col))
                    changed.emplace_back(row, col);
            }
        }
    }
    paintChangedCells(ink, place, changed);
}

std::vector<StepRef> WeightsFigure::shownSteps(const Scene&) const
{
    return {}; // weights are no step of the run
}

std::vector<NumberTable> WeightsFigure::tables(const Scene& scene) const
{
    const auto ref = shownWeights(scene);
    if (!ref)
        return {};
    const MatrixView view = viewOf(blockOf(scene.trace->model(), *ref));
    const auto indices = [](Index count) {
        std::vector<std::string> names;
        for (Index i = 0; i < count; ++i)
            names.push_back(std::to_string(i));
        return names;
    };
    NumberTable table{nameOf(*ref), indices(view.rows()), indices(view.cols()), MatrixOf<double>(view.rows(), view.cols())};
    for (Index row = 0; row < view.rows(); ++row) {
        for (Index col = 0; col < view.cols(); ++col)
            table.values(row, col) = view.at(row, col);
    }
    return {std::move(table)};
}

} // namespace hl::ui
