#include "ui/figure/stage_figure.h"

#include "ui/figure/heading.h"
#include "ui/figure/labels.h"
#include "ui/figure/matrix_frame.h"
#include "ui/figure/reading_rules.h"
#include "ui/figure/row_panel.h"
#include "ui/figure/token_table.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>

namespace hl::ui {

namespace {

constexpr Index mostCellAreas = 2500; // more are found by their coordinates (StageView)

QString words(const char* text)
{
    return QCoreApplication::translate("StageFigure", text);
}

void paintTitle(Ink& ink, const QRectF& rect, const ShownStep& shown, const ModelSpec& spec, const QString& scale)
{
    const StepRef& ref = shown.ref;
    const Theme& theme = ink.theme();
    const QFont plain = theme.font(TextSize::Secondary);
    const qreal scaleWidth = TypeMetrics(plain).horizontalAdvance(scale);
    paintHeading(ink, rect.adjusted(0.0, 0.0, -scaleWidth - theme.space(16), 0.0), translated(formulaOf(ref, spec)),
                 QString::fromStdString(shown.read ? nameOfReading(ref, shown.reading) : nameOf(ref)));
    ink.text(rect, Qt::AlignRight | Qt::AlignVCenter, scale, theme.secondary, plain);
}

/// Cells of a step that were written by hand, or forced.
std::vector<std::pair<Index, Index>> changedCells(const Trace& trace, const StepRef& ref)
{
    std::vector<std::pair<Index, Index>> cells;
    const Changes& changes = trace.changes();
    if (!changes.touches(ref))
        return cells;
    const MatrixView view = trace.view(ref);
    StepRef mask = ref;
    mask.step = Step::Mask;
    const ForcedPattern* forced = ref.step == Step::Pattern && trace.view(mask) ? changes.forcedOf(ref) : nullptr;
    for (Index row = 0; row < view.rows(); ++row) {
        for (Index col = 0; col < view.cols(); ++col) {
            if (changes.valueOf(ref, row, col) || (forced && forcedWeight(*forced, trace.view(mask), row, col).value_or(0.0) > 0.0))
                cells.emplace_back(row, col);
        }
    }
    return cells;
}

/// What stands in the middle where the step's numbers are not there.
void paintMissing(Ink& ink, const QRectF& rect, const ShownStep& shown)
{
    const QString why = shown.read ? translated(shown.read->error().message)
                                   : words(QT_TRANSLATE_NOOP("StageFigure", "This step was not kept: the text is too long to keep them all. Choose "
                                                                            "another step, or a shorter text."));
    ink.text(rect, Qt::AlignCenter | Qt::TextWordWrap, why, ink.theme().secondary, ink.theme().font());
}

} // namespace

QString StageFigure::title(const Scene& scene) const
{
    return translated(infoOf(scene.place.step).meaning);
}

QSizeF StageFigure::naturalSize(const Scene& scene) const
{
    const Theme& theme = scene.theme;
    const StepRef ref = scene.place.ref();
    if (ref.step == Step::Tokens)
        return {theme.space(640), tokenTableHeight(scene, ref) + theme.space(64)};
    const MatrixView view = shownStep(scene, ref).view;
    const auto side = [&](Index count) { return theme.space(std::clamp(static_cast<qreal>(count) * 36.0, 60.0, 900.0)); };
    const qreal width = (view ? side(view.cols()) : 0.0) + theme.space(130 + 80 + 40 + 320 + 32);
    const qreal height = (view ? side(view.rows()) : 0.0) + theme.space(24 + 100 + 40);
    // A small matrix has large cells, with the words of its row beside it; below both nothing is left empty.
    const qreal largeCells = std::clamp(164.0 + 96.0 * static_cast<qreal>(view ? view.rows() : 4), 300.0, 460.0);
    const qreal words = std::min(220.0 + 22.0 * static_cast<qreal>(view ? view.cols() : 0), 460.0);
    return {std::max(width, theme.space(800)), std::max(height, theme.space(std::max(largeCells, words)))};
}

MatrixLayout StageFigure::layout(const QRectF& rect, const Scene& scene) const
{
    return layout(rect, scene, shownStep(scene, scene.place.ref()));
}

MatrixLayout StageFigure::layout(const QRectF& rect, const Scene& scene, const ShownStep& shown) const
{
    return layoutMatrix(rect, scene, shown, m_window, true, [&](qreal width) { return ruleHeight(scene, shown, width); });
}

HotArea StageFigure::cellArea(const Scene& scene, const ShownStep& shown, const MatrixLayout& layout, Index row, Index col)
{
    const MatrixLabels labels = MatrixLabels::of(scene, shown);
    const QString rowName = labels.rowAxis + QLatin1Char(' ') + labels.row(row);
    const QString colName = labels.colAxis + QLatin1Char(' ') + labels.col(col);
    const QString value = isForbidden(shown.forbidden, row, col)
                              ? words(QT_TRANSLATE_NOOP("StageFigure", "forbidden"))
                              : formatValue(shown.view.at(row, col), scene.options.digits);
    HotArea area;
    area.rect = layout.cellRect(row, col).intersected(layout.cells);
    area.place = labels.placeAt(row, col);
    area.toolTip = rowName + QStringLiteral(" → ") + colName + QStringLiteral("\n") + value;
    area.accessibleText = rowName + QStringLiteral(", ") + colName + QStringLiteral(", ") + value;
    return area;
}

void StageFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const StepRef ref = scene.place.ref();
    const ShownStep shown = shownStep(scene, ref);
    const MatrixLayout place = layout(rect, scene, shown);
    if (ref.step == Step::Tokens) {
        paintTitle(ink, place.title, shown, scene.trace->model().spec(), QString());
        const qreal top = place.title.bottom() + ink.theme().space(10);
        paintTokenTable(ink, QRectF(place.title.left(), top, place.title.width(), rect.bottom() - top), scene, ref);
        return;
    }
    if (!shown.view) {
        paintTitle(ink, place.title, shown, scene.trace->model().spec(), QString());
        paintMissing(ink, rect, shown);
        return;
    }
    const Heatmap map = heatmapOf(scene, shown);
    const MatrixLabels labels = MatrixLabels::of(scene, shown);
    paintRules(ink, place.rules, scene, shown);
    paintTitle(ink, place.title, shown, scene.trace->model().spec(),
               words(QT_TRANSLATE_NOOP("StageFigure", "scale: %1")).arg(scaleName(map.scale)));

    ink.painter().save();
    ink.painter().setClipRect(place.cells);
    paintCells(ink.painter(), ink.medium(), place.whole(), map);
    ink.painter().restore();
    if (scene.options.showValues)
        paintCellValues(ink, place, map, [&](Index row, Index col) { return shown.recordOf(row, col); });
    // The areas of single cells come first: labels and bars, painted later, win where they overlap.
    if (place.window.width() * place.window.height() <= static_cast<qreal>(mostCellAreas)) {
        for (Index row = 0; row < place.rows; ++row) {
            for (Index col = 0; col < place.cols; ++col) {
                if (place.cellRect(row, col).intersects(place.cells))
                    ink.hot(cellArea(scene, shown, place, row, col));
            }
        }
    }
    if (!shown.isRead())
        paintChangedCells(ink, place, changedCells(*scene.trace, ref));
    paintSelection(ink, place, labels);
    paintLabels(ink, place, labels);
    paintLegend(ink, place, map);
    if (!place.panel.isNull())
        paintRowPanel(ink, place.panel, scene, shown, map);
}

std::vector<StepRef> StageFigure::shownSteps(const Scene& scene) const
{
    if (!scene.trace || !scene.trace->view(scene.place.ref()))
        return {};
    return {scene.place.ref()};
}

std::vector<NumberTable> StageFigure::tables(const Scene& scene) const
{
    return scene.trace ? tablesOf(*scene.trace, shownStep(scene, scene.place.ref())) : std::vector<NumberTable>{};
}

} // namespace hl::ui
