#include "ui/figure/side_by_side.h"

#include "ui/figure/matrix_frame.h"
#include "ui/paint/type_metrics.h"


#include <algorithm>
#include <cmath>
#include <limits>

namespace hl::ui {

namespace {

constexpr qreal barWidth = 82.0; // with its numbers
constexpr qreal panelGap = 16.0;
constexpr qreal leastPanelWidth = 80.0;

MatrixView viewOf(const MatrixOf<double>& matrix)
{
    return {matrix.data(), matrix.rows(), matrix.cols(), matrix.cols()};
}

/// Tokens above columns that are too narrow for a word stand upright.
bool isUpright(qreal cellWidth, bool areTokens, const Theme& theme)
{
    return areTokens && cellWidth < theme.space(34);
}

/// Every how manieth name has room.
Index everyOf(qreal line, qreal cell)
{
    return std::max<Index>(static_cast<Index>(std::ceil(line / cell - 0.05)), 1);
}

qreal barsOf(const std::vector<MatrixPanel>& panels, std::size_t begin, std::size_t end)
{
    return static_cast<qreal>(std::count_if(panels.begin() + static_cast<std::ptrdiff_t>(begin), panels.begin() + static_cast<std::ptrdiff_t>(end),
                                            [](const MatrixPanel& panel) { return panel.hasLegend; }));
}

/// Where the panels of a row may be placed, and how wide each of them gets.
struct RowOfPanels
{
    std::size_t begin;
    std::size_t end;
    qreal width;
};

/// As many in a row as have room to be seen.
std::vector<RowOfPanels> rowsOf(const std::vector<MatrixPanel>& panels, qreal width, const Theme& theme)
{
    for (std::size_t inRow = panels.size();; --inRow) {
        std::vector<RowOfPanels> rows;
        qreal narrowest = width;
        for (std::size_t begin = 0; begin < panels.size(); begin += inRow) {
            const std::size_t end = std::min(begin + inRow, panels.size());
            const qreal bars = barsOf(panels, begin, end) * theme.space(barWidth);
            const qreal own = (width - bars - theme.space(panelGap) * static_cast<qreal>(inRow - 1)) / static_cast<qreal>(inRow);
            rows.push_back({begin, end, own});
            narrowest = std::min(narrowest, own);
        }
        if (inRow == 1 || narrowest >= theme.space(leastPanelWidth))
            return rows;
    }
}

/// All side by side in one room, each with its caption above, in several rows where they have no room; bars to the right of
/// those that have a legend.
void layOut(std::vector<MatrixPanel>& panels, const QRectF& room, qreal labels, bool areTokens, const Theme& theme)
{
    const qreal line = TypeMetrics(theme.font(TextSize::Secondary)).height() + theme.space(4);
    const auto rows = rowsOf(panels, room.width() - labels, theme);
    const qreal rowHeight = room.height() / static_cast<qreal>(rows.size());
    qreal top = room.top();
    for (const RowOfPanels& row : rows) {
        qreal left = room.left() + labels;
        qreal bottom = top;
        for (std::size_t i = row.begin; i < row.end; ++i) {
            MatrixPanel& panel = panels[i];
            MatrixLayout& place = panel.place;
            place.rows = panel.matrix->rows();
            place.cols = panel.matrix->cols();
            place.window = QRectF(0, 0, static_cast<qreal>(place.cols), static_cast<qreal>(place.rows));
            const qreal bar = panel.hasLegend ? theme.space(barWidth) : 0.0;
            const qreal largest = theme.space(40);
            const qreal w = std::clamp(row.width, 1.0, largest * static_cast<qreal>(place.cols));
            const qreal names = isUpright(w / static_cast<qreal>(place.cols), areTokens, theme) ? theme.space(52) : line;
            const qreal h = std::clamp(rowHeight - line - names, 1.0,
                                       std::min(largest, w / static_cast<qreal>(place.cols) * 1.25) * static_cast<qreal>(place.rows));
            place.title = QRectF(left, top, row.width + bar, line);
            place.colLabels = QRectF(left, top + line, w, names);
            place.cells = QRectF(left, place.colLabels.bottom(), w, std::max(h, theme.space(8)));
            if (i == row.begin)
                place.rowLabels = QRectF(room.left(), place.cells.top(), labels - theme.space(6), place.cells.height());
            if (panel.hasLegend)
                place.bar = QRectF(place.cells.right() + theme.space(10), place.cells.top(), theme.space(12), place.cells.height());
            left += row.width + theme.space(panelGap) + bar;
            bottom = std::max(bottom, place.cells.bottom());
        }
        top = bottom + theme.space(8);
    }
}

void paintNames(Ink& ink, const MatrixPanel& panel, const MatrixLabels& labels)
{
    const Theme& theme = ink.theme();
    const QFont font = theme.font(TextSize::Secondary);
    const qreal line = TypeMetrics(font).height();
    const MatrixLayout& place = panel.place;
    for (Index row = 0; !place.rowLabels.isNull() && labels.row && row < place.rows; row += everyOf(line, place.cellHeight())) {
        const QRectF cell = place.cellRect(row, 0);
        ink.elidedText(QRectF(place.rowLabels.left(), cell.center().y() - line / 2, place.rowLabels.width(), line),
                       Qt::AlignRight | Qt::AlignVCenter, labels.row(row), theme.secondary, font);
    }
    const bool areUpright = isUpright(place.cellWidth(), labels.areColsTokens, theme);
    const Index every = everyOf(areUpright ? line : theme.space(20), place.cellWidth());
    for (Index col = 0; labels.col && col < place.cols; col += every) {
        const QRectF cell = place.cellRect(0, col);
        if (areUpright) {
            QPainter& painter = ink.painter();
            painter.save();
            painter.translate(cell.center().x() - line / 2, place.colLabels.bottom() - theme.space(3));
            painter.rotate(-90.0);
            ink.elidedText(QRectF(0, 0, place.colLabels.height() - theme.space(4), line), Qt::AlignLeft | Qt::AlignVCenter, labels.col(col),
                           theme.secondary, font);
            painter.restore();
            continue;
        }
        const qreal width = std::max(cell.width(), theme.space(20));
        ink.elidedText(QRectF(cell.center().x() - width / 2, place.colLabels.top(), width, place.colLabels.height()),
                       Qt::AlignHCenter | Qt::AlignBottom, labels.col(col), theme.secondary, font);
    }
}

} // namespace

double largestFinite(const MatrixOf<double>& matrix)
{
    double largest = 0.0;
    for (Index i = 0; i < matrix.size(); ++i) {
        if (std::isfinite(matrix.data()[i]))
            largest = std::max(largest, std::abs(matrix.data()[i]));
    }
    return largest;
}

bool hasNegative(const MatrixOf<double>& matrix)
{
    return (matrix.array() < 0.0).any();
}

Heatmap heatmapOf(const MatrixOf<double>& matrix, bool isDiverging, double largest, const Scene& scene)
{
    Heatmap map;
    map.view = viewOf(matrix);
    map.theme = scene.theme;
    map.scale.mode = isDiverging ? ScaleMode::Symmetric : ScaleMode::PerHead;
    map.scale.isDiverging = isDiverging;
    const double upper = largest > 0.0 ? largest : 1.0;
    fitScale(map.scale, map.view, {}, ColorScale::Range{isDiverging ? -upper : 0.0, upper});
    map.colors = colorsFor(map.scale, scene.options, scene.theme);
    return map;
}

void markForbidden(MatrixPanel& panel, const std::function<bool(Index row, Index col)>& isForbidden)
{
    const MatrixOf<double>& matrix = *panel.matrix;
    panel.forbidden = MatrixOf<double>::Zero(matrix.rows(), matrix.cols());
    for (Index row = 0; row < matrix.rows(); ++row) {
        for (Index col = 0; col < matrix.cols(); ++col) {
            if (matrix(row, col) == 0.0 && isForbidden(row, col))
                panel.forbidden(row, col) = -std::numeric_limits<double>::infinity();
        }
    }
    panel.map.forbidden = viewOf(panel.forbidden);
}

qreal paintSideBySide(Ink& ink, std::vector<MatrixPanel>& panels, const QRectF& room, const MatrixLabels& labels)
{
    const Theme& theme = ink.theme();
    layOut(panels, room, theme.space(72), labels.areColsTokens, theme);
    for (const MatrixPanel& panel : panels) {
        ink.elidedText(panel.place.title, Qt::AlignLeft | Qt::AlignVCenter, panel.caption, theme.text,
                       theme.font(TextSize::Secondary, QFont::DemiBold));
        paintCells(ink.painter(), ink.medium(), panel.place.cells, panel.map);
        ink.painter().setBrush(Qt::NoBrush);
        ink.painter().setPen(QPen(theme.line, 1.0)); // where nothing differs, the matrix is as pale as what is around it
        ink.painter().drawRect(panel.place.cells);
        paintNames(ink, panel, labels);
        if (panel.hasLegend)
            paintLegend(ink, panel.place, panel.map);
    }
    qreal bottom = room.top();
    for (const MatrixPanel& panel : panels)
        bottom = std::max(bottom, panel.place.cells.bottom());
    return bottom;
}

void addCellAreas(Ink& ink, const std::vector<MatrixPanel>& panels, const MatrixLabels& labels, const Scene& scene,
                  const std::function<QString(Index row, Index col)>& textOf)
{
    for (const MatrixPanel& panel : panels) {
        const Index rows = panel.place.rows;
        const Index cols = panel.place.cols;
        if (rows * cols > mostCellsToPoint)
            continue;
        for (Index row = 0; row < rows; ++row) {
            for (Index col = 0; col < cols; ++col) {
                const QString names = labels.row(row) + QStringLiteral(" → ") + labels.col(col);
                const QString text = textOf(row, col);
                ink.hot({panel.place.cellRect(row, col), scene.place.withCell(Step::Pattern, row, col), names + QLatin1Char('\n') + text,
                         names + QStringLiteral(": ") + text});
            }
        }
        const QRectF selected = panel.place.cellRect(std::min(scene.place.query, rows - 1), std::min(scene.place.key, cols - 1));
        ink.painter().setBrush(Qt::NoBrush);
        ink.painter().setPen(QPen(scene.theme.accent, scene.theme.space(2)));
        ink.painter().drawRect(selected);
    }
}

} // namespace hl::ui
