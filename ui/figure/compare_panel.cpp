#include "ui/figure/compare_panel.h"

#include "ui/figure/matrix_frame.h"
#include "ui/paint/type_metrics.h"

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr int digits = 3; // significant
constexpr double leastWritten = 0.05; // a difference below is all ".0" in the cells
constexpr Index mostLabels = 64; // rows; more are too small for words

} // namespace

ComparePanel::ComparePanel(Ink& ink, const Scene& scene, const Comparison& comparison, const StepRef& step, const CompareSides& sides)
    : m_ink(ink)
    , m_theme(ink.theme())
    , m_scene(scene)
    , m_c(comparison)
    , m_step(step)
    , m_sides(sides)
{}

void ComparePanel::paint(const QRectF& rect, const QString& heading, const Heatmap& map, const char* what)
{
    const TypeMetrics metrics(m_theme.font(TextSize::Secondary));
    const qreal line = compareLineHeight(m_theme);
    m_ink.elidedText(QRectF(rect.left(), rect.top(), rect.width(), line), Qt::AlignLeft | Qt::AlignVCenter, heading, m_theme.text,
                     m_theme.font(TextSize::Secondary, QFont::DemiBold));
    MatrixLayout layout;
    layout.rows = m_c.left.rows();
    layout.cols = m_c.left.cols();
    layout.window = QRectF(0, 0, static_cast<qreal>(layout.cols), static_cast<qreal>(layout.rows));
    qreal labels = 0.0;
    for (Index i = 0; i < std::min(layout.rows, mostLabels); ++i)
        labels = std::max(labels, metrics.horizontalAdvance(m_sides.row(m_c, i)));
    labels = std::min(labels + m_theme.space(6), rect.width() * 0.3);
    const qreal barRoom = m_theme.space(64);
    const qreal slanted = m_theme.space(34);
    QRectF cells(rect.left() + labels, rect.top() + line + slanted, rect.width() - labels - barRoom, 0);
    cells.setBottom(rect.bottom() - m_theme.space(4));
    const qreal most = m_theme.space(56);
    cells.setWidth(std::max(1.0, std::min(cells.width(), most * static_cast<qreal>(layout.cols))));
    cells.setHeight(std::max(1.0, std::min(cells.height(), most * static_cast<qreal>(layout.rows))));
    layout.cells = cells;
    layout.rowLabels = QRectF(rect.left(), cells.top(), labels - m_theme.space(5), cells.height());
    layout.colLabels = QRectF(cells.left(), cells.top() - slanted, cells.width(), slanted - 2.0);
    layout.bar = QRectF(cells.right() + m_theme.space(10), cells.top(), m_theme.space(10), std::min(cells.height(), m_theme.space(200)));
    paintCells(m_ink.painter(), m_ink.medium(), cells, map);
    if (m_scene.options.showValues && map.scale.range.upper >= leastWritten)
        values(layout, map, what);
    selection(layout);
    sideLabels(layout);
    paintLegend(m_ink, layout, map);
    areas(layout, what);
}

void ComparePanel::values(const MatrixLayout& layout, const Heatmap& map, const char* what)
{
    // A cell of an aligned matrix is no cell of the trace: its number is a derived one.
    paintCellValues(m_ink, layout, map, [&](Index row, Index col) {
        return PaintedNumber{{}, 0.0, {}, QStringLiteral("compare %1 %2 %3").arg(QLatin1String(what)).arg(row).arg(col)};
    });
}

void ComparePanel::selection(const MatrixLayout& layout)
{
    const Index row = alignedIndex(m_c.rows, m_scene.place.row());
    const Index col = alignedIndex(m_c.cols, m_scene.place.col());
    if (row < 0 || col < 0)
        return;
    const MatrixLabels labels = MatrixLabels::of(m_scene, m_step);
    QPainter& painter = m_ink.painter();
    painter.setBrush(Qt::NoBrush);
    const QRectF cell = layout.cellRect(row, col);
    painter.setPen(QPen(labels.rowColor, 1.6));
    painter.drawRect(QRectF(layout.cells.left(), cell.top(), layout.cells.width(), cell.height()));
    painter.setPen(QPen(labels.colColor, 1.6));
    painter.drawRect(QRectF(cell.left(), layout.cells.top(), cell.width(), layout.cells.height()));
}

void ComparePanel::sideLabels(const MatrixLayout& layout)
{
    const QFont font = m_theme.font(TextSize::Secondary);
    const qreal high = TypeMetrics(font).height();
    const auto strideOf = [&](qreal cell, qreal needed) { return std::max<Index>(1, static_cast<Index>(std::ceil(needed / cell))); };
    const auto colorOf = [&](const AlignedPair& pair) {
        return pair.left < 0 || pair.right < 0 ? m_theme.broken : m_theme.secondary;
    };
    for (Index i = 0; i < layout.rows; i += strideOf(layout.cellHeight(), high * 0.95)) {
        const qreal middle = layout.cellRect(i, 0).center().y();
        m_ink.elidedText(QRectF(layout.rowLabels.left(), middle - high / 2, layout.rowLabels.width(), high), Qt::AlignRight | Qt::AlignVCenter,
                         m_sides.row(m_c, i), colorOf(m_c.rows[static_cast<std::size_t>(i)]), font);
    }
    for (Index j = 0; j < layout.cols; j += strideOf(layout.cellWidth(), high * 1.3)) {
        const QRectF cell = layout.cellRect(0, j);
        QPainter& painter = m_ink.painter();
        painter.save();
        painter.translate(cell.center().x() + high * 0.2, layout.colLabels.bottom());
        painter.rotate(-40.0);
        m_ink.elidedText(QRectF(0, -high, m_theme.space(52), high), Qt::AlignLeft | Qt::AlignBottom, m_sides.col(m_c, j),
                         colorOf(m_c.cols[static_cast<std::size_t>(j)]), font);
        painter.restore();
    }
}

void ComparePanel::areas(const MatrixLayout& layout, const char* what)
{
    constexpr Index most = 2500;
    if (layout.rows * layout.cols > most)
        return;
    const bool isDifference = QLatin1String(what) == QLatin1String("difference");
    for (Index i = 0; i < layout.rows; ++i) {
        for (Index j = 0; j < layout.cols; ++j) {
            const AlignedPair& row = m_c.rows[static_cast<std::size_t>(i)];
            const AlignedPair& col = m_c.cols[static_cast<std::size_t>(j)];
            if (row.right < 0 || col.right < 0)
                continue;
            const MatrixOf<double>& numbers = isDifference ? m_c.difference : QLatin1String(what) == QLatin1String("left") ? m_c.left : m_c.right;
            const QString spoken = QStringLiteral("%1, %2: %3").arg(m_sides.row(m_c, i), m_sides.col(m_c, j), formatValue(numbers(i, j), digits));
            m_ink.hot({layout.cellRect(i, j), m_scene.place.withCell(m_step.step, row.right, col.right), spoken, spoken});
        }
    }
}

} // namespace hl::ui
