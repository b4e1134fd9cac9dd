#include "ui/figure/mistakes_figure.h"

#include "ui/figure/flow_text.h"
#include "ui/figure/matrix_frame.h"
#include "ui/figure/labels.h"
#include "ui/translate.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr qreal margin = 16.0;
constexpr Index mostCellsToPoint = 1024; ///< larger matrices are looked at, not pointed at
constexpr int digits = 4;                ///< significant

QString words(const char* text)
{
    return QCoreApplication::translate("MistakesFigure", text);
}

MatrixView viewOf(const MatrixOf<double>& matrix)
{
    return {matrix.data(), matrix.rows(), matrix.cols(), matrix.cols()};
}

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

/// The three matrices and where they lie.
struct Panel
{
    const MatrixOf<double>* matrix;
    QString caption;
    Heatmap map;
    MatrixLayout place;
    bool hasLegend = false;
};

/// Three matrices side by side in one room, each with its caption above; bars to the right of the second and the third.
void layOut(std::vector<Panel>& panels, const QRectF& room, qreal labels, const Theme& theme)
{
    const qreal line = QFontMetricsF(theme.font(TextSize::Secondary)).height() + theme.space(4);
    const qreal bar = theme.space(82);
    const qreal gap = theme.space(16);
    qreal left = room.left() + labels;
    const auto bars = static_cast<qreal>(std::count_if(panels.begin(), panels.end(), [](const Panel& panel) { return panel.hasLegend; }));
    const qreal width = (room.width() - labels - bars * bar - gap * static_cast<qreal>(panels.size() - 1)) / static_cast<qreal>(panels.size());
    for (Panel& panel : panels) {
        MatrixLayout& place = panel.place;
        place.rows = panel.matrix->rows();
        place.cols = panel.matrix->cols();
        place.window = QRectF(0, 0, static_cast<qreal>(place.cols), static_cast<qreal>(place.rows));
        const qreal largest = theme.space(40);
        const qreal w = std::clamp(width, 1.0, largest * static_cast<qreal>(place.cols));
        const qreal h = std::clamp(room.height() - 2 * line, 1.0,
                                   std::min(largest, w / static_cast<qreal>(place.cols) * 1.25) * static_cast<qreal>(place.rows));
        place.title = QRectF(left, room.top(), width + (panel.hasLegend ? bar : 0.0), line);
        place.colLabels = QRectF(left, room.top() + line, w, line);
        place.cells = QRectF(left, place.colLabels.bottom(), w, std::max(h, theme.space(8)));
        place.rowLabels = QRectF(room.left(), place.cells.top(), labels - theme.space(6), place.cells.height());
        if (panel.hasLegend)
            place.bar = QRectF(place.cells.right() + theme.space(10), place.cells.top(), theme.space(12), place.cells.height());
        left += width + gap + (panel.hasLegend ? bar : 0.0);
    }
}

void paintNames(Ink& ink, const Panel& panel, const MatrixLabels& labels, bool hasRows)
{
    const Theme& theme = ink.theme();
    const QFont font = theme.font(TextSize::Secondary);
    const qreal line = QFontMetricsF(font).height();
    const MatrixLayout& place = panel.place;
    for (Index row = 0; hasRows && labels.row && place.cellHeight() >= line && row < place.rows; ++row) {
        const QRectF cell = place.cellRect(row, 0);
        ink.elidedText(QRectF(place.rowLabels.left(), cell.center().y() - line / 2, place.rowLabels.width(), line),
                       Qt::AlignRight | Qt::AlignVCenter, labels.row(row), theme.secondary, font);
    }
    for (Index col = 0; labels.col && place.cellWidth() >= theme.space(20) && col < place.cols; ++col) {
        const QRectF cell = place.cellRect(0, col);
        ink.elidedText(QRectF(cell.left(), place.colLabels.top(), cell.width(), place.colLabels.height()),
                       Qt::AlignHCenter | Qt::AlignBottom, labels.col(col), theme.secondary, font);
    }
}

/// A round light that is full, or one that is crossed out, with the word beside it.
qreal paintLight(Ink& ink, const QRectF& row, bool holds, const QString& text)
{
    const Theme& theme = ink.theme();
    const qreal size = theme.space(12);
    const QRectF light(row.left(), row.top() + theme.space(4), size, size);
    QPainter& painter = ink.painter();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(holds ? theme.holds : theme.broken, theme.space(2)));
    painter.setBrush(holds ? QBrush(theme.holds) : QBrush(Qt::NoBrush));
    painter.drawEllipse(light);
    if (!holds) {
        painter.drawLine(light.topLeft(), light.bottomRight());
        painter.drawLine(light.topRight(), light.bottomLeft());
    }
    painter.restore();
    const QRectF room = row.adjusted(size + theme.space(8), 0, 0, 0);
    return flowText(ink, room, {{text, theme.text, false, std::nullopt, QString()}}, TextSize::Body);
}

QString cellText(const MistakeComparison& both, Index row, Index col)
{
    return words(QT_TRANSLATE_NOOP("MistakesFigure", "right %1, with the mistake %2, difference %3"))
        .arg(formatValue(both.right(row, col), digits), formatValue(both.wrong(row, col), digits),
             formatValue(both.difference(row, col), digits));
}

void addAreas(Ink& ink, const std::vector<Panel>& panels, const MistakeComparison& both, const MatrixLabels& labels, const Scene& scene)
{
    if (both.difference.size() == 0 || both.difference.size() > mostCellsToPoint || both.step.step != Step::Pattern)
        return;
    for (const Panel& panel : panels) {
        for (Index row = 0; row < both.difference.rows(); ++row) {
            for (Index col = 0; col < both.difference.cols(); ++col) {
                const QString names = labels.row(row) + QStringLiteral(" → ") + labels.col(col);
                ink.hot({panel.place.cellRect(row, col), scene.place.withCell(Step::Pattern, row, col),
                         names + QLatin1Char('\n') + cellText(both, row, col), names + QStringLiteral(": ") + cellText(both, row, col)});
            }
        }
        const QRectF selected = panel.place.cellRect(std::min(scene.place.query, both.difference.rows() - 1),
                                                     std::min(scene.place.key, both.difference.cols() - 1));
        ink.painter().setBrush(Qt::NoBrush);
        ink.painter().setPen(QPen(scene.theme.accent, scene.theme.space(2)));
        ink.painter().drawRect(selected);
    }
}

} // namespace

const Mistake& MistakesFigure::mistakeOf(const Scene& scene)
{
    const Mistake* chosen = mistakeNamed(scene.options.mistake);
    return chosen ? *chosen : mistakes().front();
}

Result<MistakeComparison> MistakesFigure::comparisonOf(const Scene& scene)
{
    return compareMistake(*scene.trace, scene.place.refOf(Step::Pattern), mistakeOf(scene));
}

QString MistakesFigure::title(const Scene& scene) const
{
    return translated(mistakeOf(scene).title);
}

QSizeF MistakesFigure::naturalSize(const Scene& scene) const
{
    const auto rows = static_cast<qreal>(scene.trace->tokens(scene.place.side).size());
    return {scene.theme.space(860), scene.theme.space(270 + std::clamp(rows * 26.0, 80.0, 320.0))};
}

QSizeF MistakesFigure::leastSize(const Scene& scene) const
{
    return {scene.theme.space(560), scene.theme.space(400)};
}

void MistakesFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const Theme& theme = ink.theme();
    const Mistake& mistake = mistakeOf(scene);
    QRectF room = rect.adjusted(theme.space(margin), theme.space(10), -theme.space(margin), -theme.space(8));
    const qreal line = QFontMetricsF(theme.font(TextSize::Body, QFont::DemiBold)).height() + theme.space(4);
    const auto paragraph = [&](const std::vector<TextSpan>& spans) {
        room.setTop(room.top() + flowText(ink, room, spans, TextSize::Body) + theme.space(4));
    };
    const auto plain = [&](const QString& text, const QColor& color) { paragraph({{text, color, false, std::nullopt, QString()}}); };

    const auto both = comparisonOf(scene);
    QString heading = title(scene);
    if (both)
        heading += QStringLiteral("   ") + QString::fromStdString(nameOf(both->step));
    ink.elidedText(QRectF(room.left(), room.top(), room.width(), line), Qt::AlignLeft | Qt::AlignVCenter, heading, theme.text,
                   theme.font(TextSize::Body, QFont::DemiBold));
    room.setTop(room.top() + line);
    plain(translated(mistake.breaks) + QLatin1Char(' ') + translated(mistake.shows), theme.text);
    if (!both) {
        plain(translated(both.error().message), theme.secondary);
        return;
    }
    if (both->note)
        plain(translated(*both->note), theme.secondary);

    const QString claim = translated(ruleNamed(mistake.rule).claim);
    for (const auto& [rule, pattern] : {std::pair{&both->rightRule, QT_TRANSLATE_NOOP("MistakesFigure", "Right, it holds: %1.")},
                                        std::pair{&both->wrongRule, QT_TRANSLATE_NOOP("MistakesFigure", "With the mistake, it is broken: %1.")}}) {
        const char* unbroken = QT_TRANSLATE_NOOP("MistakesFigure", "With the mistake, it still holds here: %1.");
        const bool isWrong = rule == &both->wrongRule;
        room.setTop(room.top() + paintLight(ink, room, rule->holds, words(isWrong && rule->holds ? unbroken : pattern).arg(claim)) + theme.space(2));
    }
    if (std::isfinite(both->largest)) {
        const QString name = QStringLiteral("mistake %1 %2").arg(QLatin1String(mistake.name.data(), static_cast<qsizetype>(mistake.name.size())),
                                                                  QString::fromStdString(nameOf(scene.place.refOf(Step::Pattern))));
        paragraph(spansOf(words(QT_TRANSLATE_NOOP("MistakesFigure", "Largest difference: %1")),
                          {{formatValue(both->largest, digits), theme.text, true, both->largest, name}}, theme.secondary));
    } else {
        plain(words(QT_TRANSLATE_NOOP("MistakesFigure", "What comes out is no number, or has another shape.")), theme.secondary);
    }

    const double largest = std::max(largestFinite(both->right), largestFinite(both->wrong));
    const bool isDiverging = hasNegative(both->right) || hasNegative(both->wrong);
    std::vector<Panel> panels;
    panels.push_back({&both->right, words(QT_TRANSLATE_NOOP("MistakesFigure", "Right")), heatmapOf(both->right, isDiverging, largest, scene), {}, false});
    panels.push_back({&both->wrong, words(QT_TRANSLATE_NOOP("MistakesFigure", "With the mistake")), heatmapOf(both->wrong, isDiverging, largest, scene), {}, true});
    if (both->difference.size() > 0)
        panels.push_back({&both->difference, words(QT_TRANSLATE_NOOP("MistakesFigure", "Difference")),
                          heatmapOf(both->difference, true, largestFinite(both->difference), scene), {}, true});
    const MatrixLabels labels = MatrixLabels::of(scene, both->step);
    room.setTop(room.top() + theme.space(4));
    layOut(panels, room, theme.space(72), theme);
    for (const Panel& panel : panels) {
        ink.elidedText(panel.place.title, Qt::AlignLeft | Qt::AlignVCenter, panel.caption, theme.text,
                       theme.font(TextSize::Secondary, QFont::DemiBold));
        paintCells(ink.painter(), ink.medium(), panel.place.cells, panel.map);
        paintNames(ink, panel, labels, &panel == &panels.front());
        if (panel.hasLegend)
            paintLegend(ink, panel.place, panel.map);
    }
    addAreas(ink, panels, *both, labels, scene);
}

std::vector<StepRef> MistakesFigure::shownSteps(const Scene& scene) const
{
    const auto both = comparisonOf(scene);
    return both ? std::vector<StepRef>{both->step} : std::vector<StepRef>{};
}

} // namespace hl::ui
