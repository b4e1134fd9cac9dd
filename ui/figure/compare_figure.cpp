#include "ui/figure/compare_figure.h"

#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/figure/matrix_frame.h"
#include "ui/figure/matrix_layout.h"
#include "ui/paint/heatmap.h"
#include "ui/translate.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QFontMetricsF>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace hl::ui {

namespace {

constexpr qreal margin = 16.0;
constexpr int digits = 3; // significant
constexpr qreal wordsWidth = 360.0;
constexpr double leastWritten = 0.05; // a difference below is all ".0" in the cells
constexpr Index mostLabels = 64; // rows; more are too small for words

QString words(const char* text)
{
    return QCoreApplication::translate("CompareFigure", text);
}

qreal lineHeight(const Theme& theme)
{
    return theme.space(20);
}

/// "cat", "cat → dog", "+ old", "− down": one aligned row or column.
QString pairLabel(const AlignedPair& pair, const Tokens* left, const Tokens* right)
{
    const auto label = [](const Tokens* tokens, int index) {
        return tokens && index >= 0 ? tokenLabel(*tokens, index) : QString::number(index);
    };
    if (pair.left < 0)
        return QStringLiteral("+ ") + label(right, pair.right);
    if (pair.right < 0)
        return QChar(0x2212) + QStringLiteral(" ") + label(left, pair.left);
    const QString before = label(left, pair.left);
    const QString now = label(right, pair.right);
    return before == now ? now : before + QStringLiteral(" → ") + now;
}

/// What a comparison's sides are called, along both axes.
struct Sides
{
    const Tokens* leftRows = nullptr;
    const Tokens* rightRows = nullptr;
    const Tokens* leftCols = nullptr;
    const Tokens* rightCols = nullptr;

    static Sides of(const Counterpart& counterpart, const Scene& scene, const StepRef& step)
    {
        Sides sides;
        sides.rightRows = scene.trace->rowTokens(step);
        sides.rightCols = scene.trace->columnTokens(step);
        if (counterpart.arrays) { // of the same text, as far as anybody knows
            sides.leftRows = sides.rightRows;
            sides.leftCols = sides.rightCols;
            return sides;
        }
        const Trace& other = counterpart.trace ? *counterpart.trace : *scene.trace;
        const StepRef otherStep = counterpartStep(counterpart, step);
        sides.leftRows = other.rowTokens(otherStep);
        sides.leftCols = other.columnTokens(otherStep);
        return sides;
    }

    QString row(const Comparison& c, Index i) const { return pairLabel(c.rows[static_cast<std::size_t>(i)], leftRows, rightRows); }
    QString col(const Comparison& c, Index j) const { return pairLabel(c.cols[static_cast<std::size_t>(j)], leftCols, rightCols); }
};

/// Where a position of the present text stands among the aligned ones.
Index alignedIndex(const std::vector<AlignedPair>& pairs, Index right)
{
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (pairs[i].right == right)
            return static_cast<Index>(i);
    }
    return -1;
}

MatrixView viewOf(const MatrixOf<double>& matrix)
{
    return {matrix.data(), matrix.rows(), matrix.cols(), matrix.cols()};
}

/// −∞ where a side has nothing, or where `forbidden`, the side's own view of it, forbids the cell.
MatrixOf<double> gapsOf(const Comparison& c, const MatrixOf<double>& numbers, int AlignedPair::*side, const MatrixView& forbidden)
{
    MatrixOf<double> gaps = MatrixOf<double>::Zero(numbers.rows(), numbers.cols());
    for (Index i = 0; i < numbers.rows(); ++i) {
        for (Index j = 0; j < numbers.cols(); ++j) {
            const int row = c.rows[static_cast<std::size_t>(i)].*side;
            const int col = c.cols[static_cast<std::size_t>(j)].*side;
            const bool isForbiddenCell = row >= 0 && col >= 0 && forbidden && isForbidden(forbidden, row, col);
            if (isForbiddenCell || !std::isfinite(numbers(i, j)))
                gaps(i, j) = -std::numeric_limits<double>::infinity();
        }
    }
    return gaps;
}

Heatmap heatmapOf(const MatrixOf<double>& numbers, const MatrixOf<double>& gaps, const Scene& scene, bool isDiverging,
                  const std::optional<ColorScale::Range>& range)
{
    Heatmap map;
    map.view = viewOf(numbers);
    map.forbidden = viewOf(gaps);
    map.theme = scene.theme;
    map.scale.mode = isDiverging ? ScaleMode::Symmetric : ScaleMode::Shared;
    map.scale.isDiverging = isDiverging;
    fitScale(map.scale, map.view, map.forbidden, range);
    map.colors = colorsFor(map.scale, scene.options, scene.theme);
    return map;
}

ColorScale::Range rangeOfBoth(const Comparison& c, bool isSigned)
{
    ColorScale::Range range{0.0, 0.0};
    for (const MatrixOf<double>* side : {&c.left, &c.right}) {
        for (Index i = 0; i < side->size(); ++i) {
            const double v = side->data()[i];
            if (std::isfinite(v)) {
                range.lower = std::min(range.lower, v);
                range.upper = std::max(range.upper, v);
            }
        }
    }
    if (isSigned) {
        range.upper = std::max(range.upper, -range.lower);
        range.lower = -range.upper;
    }
    return range;
}

class Painting
{
public:
    Painting(Ink& ink, const Scene& scene, const Counterpart& counterpart, const Comparison& c, const StepRef& step)
        : m_ink(ink)
        , m_theme(ink.theme())
        , m_scene(scene)
        , m_c(c)
        , m_step(step)
        , m_sides(Sides::of(counterpart, scene, step))
    {}

    /// One matrix with its heading; `what` names it in the record of painted numbers.
    void panel(const QRectF& rect, const QString& heading, const Heatmap& map, const char* what)
    {
        const QFontMetricsF metrics(m_theme.font(TextSize::Secondary));
        const qreal line = lineHeight(m_theme);
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

    void distances(const QRectF& rect)
    {
        QRectF row(rect.left(), rect.top(), rect.width(), lineHeight(m_theme));
        heading(row, words(QT_TRANSLATE_NOOP("CompareFigure", "Distance")));
        if (m_c.meanJensenShannon)
            distance(row, words(QT_TRANSLATE_NOOP("CompareFigure", "Jensen–Shannon, mean of the rows, bits")), *m_c.meanJensenShannon, "jensen-shannon");
        const Index selected = alignedIndex(m_c.rows, m_scene.place.row());
        if (m_c.meanJensenShannon && selected >= 0 && !std::isnan(m_c.jensenShannon[static_cast<std::size_t>(selected)]))
            distance(row, words(QT_TRANSLATE_NOOP("CompareFigure", "Jensen–Shannon, selected row")),
                     m_c.jensenShannon[static_cast<std::size_t>(selected)], "jensen-shannon-row");
        distance(row, words(QT_TRANSLATE_NOOP("CompareFigure", "Frobenius, √Σ Δ²")), m_c.frobenius, "frobenius");
        distance(row, words(QT_TRANSLATE_NOOP("CompareFigure", "Cosine of all numbers")), m_c.cosine, "cosine");
        row.translate(0, lineHeight(m_theme) * 0.4);
        heading(row, words(QT_TRANSLATE_NOOP("CompareFigure", "Largest changes")));
        if (m_c.largest.empty())
            line(row, words(QT_TRANSLATE_NOOP("CompareFigure", "none: every number is the same")));
        for (std::size_t i = 0; i < m_c.largest.size() && row.bottom() <= rect.bottom() + 1.0; ++i)
            change(row, m_c.largest[i]);
    }

private:
    void values(const MatrixLayout& layout, const Heatmap& map, const char* what)
    {
        // A cell of an aligned matrix is no cell of the trace: its number is a derived one.
        paintCellValues(m_ink, layout, map, [&](Index row, Index col) {
            return PaintedNumber{{}, 0.0, {}, QStringLiteral("compare %1 %2 %3").arg(QLatin1String(what)).arg(row).arg(col)};
        });
    }

    void selection(const MatrixLayout& layout)
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

    void sideLabels(const MatrixLayout& layout)
    {
        const QFont font = m_theme.font(TextSize::Secondary);
        const qreal high = QFontMetricsF(font).height();
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

    void areas(const MatrixLayout& layout, const char* what)
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

    void heading(QRectF& row, const QString& text)
    {
        m_ink.elidedText(row, Qt::AlignLeft | Qt::AlignVCenter, text, m_theme.secondary, m_theme.font(TextSize::Secondary, QFont::DemiBold));
        row.translate(0, lineHeight(m_theme));
    }

    void line(QRectF& row, const QString& text)
    {
        m_ink.elidedText(row, Qt::AlignLeft | Qt::AlignVCenter, text, m_theme.text, m_theme.font(TextSize::Secondary));
        row.translate(0, lineHeight(m_theme));
    }

    void distance(QRectF& row, const QString& label, double value, const char* what)
    {
        const qreal number = m_theme.space(66);
        m_ink.elidedText(row.adjusted(0, 0, -number, 0), Qt::AlignLeft | Qt::AlignVCenter, label, m_theme.text, m_theme.font(TextSize::Secondary));
        m_ink.painter().setFont(m_theme.numberFont(TextSize::Secondary));
        m_ink.painter().setPen(m_theme.text);
        m_ink.derivedNumber(row, Qt::AlignRight | Qt::AlignVCenter, formatValue(value, digits), value,
                            QStringLiteral("compare %1").arg(QLatin1String(what)));
        row.translate(0, lineHeight(m_theme));
    }

    void change(QRectF& row, const ChangedCell& cell)
    {
        const qreal number = m_theme.space(216);
        const QString where = m_sides.row(m_c, cell.row)
                              + (m_c.cols.size() > 1 ? QStringLiteral(" · ") + m_sides.col(m_c, cell.col) : QString());
        m_ink.elidedText(row.adjusted(0, 0, -number, 0), Qt::AlignLeft | Qt::AlignVCenter, where, m_theme.text, m_theme.font(TextSize::Secondary));
        m_ink.painter().setFont(m_theme.numberFont(TextSize::Secondary));
        m_ink.painter().setPen(m_theme.secondary);
        const qreal third = number / 3.0;
        const auto put = [&](int place, const QString& text, double value, const char* what) {
            m_ink.derivedNumber(QRectF(row.right() - number + third * place, row.top(), third, row.height()), Qt::AlignRight | Qt::AlignVCenter, text,
                                value, QStringLiteral("compare %1 %2 %3").arg(QLatin1String(what)).arg(cell.row).arg(cell.col));
        };
        put(0, formatValue(cell.left, 2), cell.left, "left");
        put(1, formatValue(cell.right, 2), cell.right, "right");
        m_ink.painter().setPen(m_theme.text);
        const double delta = cell.right - cell.left;
        put(2, (delta > 0.0 ? QStringLiteral("+") : QString()) + formatValue(delta, 2), delta, "difference");
        row.translate(0, lineHeight(m_theme));
    }

    Ink& m_ink;
    const Theme& m_theme;
    const Scene& m_scene;
    const Comparison& m_c;
    StepRef m_step;
    Sides m_sides;
};

QString nowTitle(const Scene& scene, const StepRef& step)
{
    return words(QT_TRANSLATE_NOOP("CompareFigure", "now: %1")).arg(QString::fromStdString(nameOf(step)) + (scene.trace->changes().isEmpty() ? QString() : words(QT_TRANSLATE_NOOP("CompareFigure", ", changed"))));
}

} // namespace

QString counterpartTitle(const Counterpart& counterpart)
{
    using Kind = CompareWith::Kind;
    const CompareWith& with = counterpart.with;
    switch (with.kind) {
    case Kind::Head: return words(QT_TRANSLATE_NOOP("CompareFigure", "head %1")).arg(headName(with.layer, with.head));
    case Kind::Step: return words(QT_TRANSLATE_NOOP("CompareFigure", "step %1")).arg(QString::fromUtf8(infoOf(with.step).name.data(), static_cast<qsizetype>(infoOf(with.step).name.size())));
    case Kind::Text: return words(QT_TRANSLATE_NOOP("CompareFigure", "“%1”")).arg(QString::fromStdString(with.text));
    case Kind::Model: return words(QT_TRANSLATE_NOOP("CompareFigure", "model %1")).arg(QString::fromStdString(with.model->spec().name));
    case Kind::BeforeChanges: return words(QT_TRANSLATE_NOOP("CompareFigure", "before the changes"));
    case Kind::Pinned:
        return words(QT_TRANSLATE_NOOP("CompareFigure", "pinned: %1")).arg(QString::fromStdString(counterpart.pinned ? nameOf(*counterpart.pinned) : std::string()));
    case Kind::File: break;
    }
    return QFileInfo(QString::fromStdString(with.file.string())).fileName();
}

void CompareFigure::setCounterpart(std::shared_ptr<const Counterpart> counterpart, const QString& sentence)
{
    m_counterpart = std::move(counterpart);
    m_sentence = sentence;
    m_comparison.reset();
}

const Comparison* CompareFigure::comparison(const Scene& scene) const
{
    if (!m_counterpart || !scene.trace)
        return nullptr;
    const StepRef step = scene.place.ref();
    if (!m_comparison || m_comparedTrace.lock() != scene.trace || !(m_comparedStep == step)) {
        m_comparison = compareWith(*m_counterpart, *scene.trace, step);
        m_comparedTrace = scene.trace;
        m_comparedStep = step;
    }
    return *m_comparison ? &**m_comparison : nullptr;
}

QString CompareFigure::title(const Scene& scene) const
{
    return m_counterpart ? words(QT_TRANSLATE_NOOP("CompareFigure", "%1 beside %2"))
                               .arg(QString::fromStdString(nameOf(scene.place.ref())), counterpartTitle(*m_counterpart))
                         : words(QT_TRANSLATE_NOOP("CompareFigure", "Compare"));
}

QSizeF CompareFigure::naturalSize(const Scene& scene) const
{
    const Theme& theme = scene.theme;
    const Comparison* c = comparison(scene);
    if (!c)
        return {theme.space(520), theme.space(120)};
    const auto side = [&](std::size_t count, qreal least) { return theme.space(std::clamp(static_cast<qreal>(count) * 34.0, least, 560.0)); };
    return {3.0 * (side(c->cols.size(), 120.0) + theme.space(160)) + theme.space(wordsWidth + 2 * margin),
            std::max(side(c->rows.size(), 60.0) + theme.space(90), lineHeight(theme) * 19.0 + theme.space(24))};
}

QSizeF CompareFigure::leastSize(const Scene& scene) const
{
    const Theme& theme = scene.theme;
    return comparison(scene) ? QSizeF(theme.space(900), theme.space(240)) : QSizeF(theme.space(300), theme.space(60));
}

void CompareFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const Theme& theme = ink.theme();
    const qreal space = theme.space(margin);
    const QRectF room = rect.adjusted(space, theme.space(10), -space, -theme.space(10));
    const StepRef step = scene.place.ref();
    const Comparison* c = comparison(scene);
    if (!c) {
        const QString why = m_counterpart && m_comparison && !*m_comparison ? translated(m_comparison->error().message)
                            : !m_sentence.isEmpty()                         ? m_sentence
                                                    : words(QT_TRANSLATE_NOOP("CompareFigure", "Choose what to compare the selected step with."));
        flowText(ink, room, {{why, theme.text, false, std::nullopt, QString()}}, TextSize::Body);
        return;
    }
    const bool isSignedStep = isSigned(step.step) || isSigned(counterpartStep(*m_counterpart, step).step);
    const ColorScale::Range both = rangeOfBoth(*c, isSignedStep);
    const Trace& other = m_counterpart->trace ? *m_counterpart->trace : *scene.trace;
    const MatrixView nowForbidden = forbiddenOf(*scene.trace, step);
    const MatrixView otherForbidden = m_counterpart->arrays ? nowForbidden : forbiddenOf(other, counterpartStep(*m_counterpart, step));
    const MatrixOf<double> leftGaps = gapsOf(*c, c->left, &AlignedPair::left, otherForbidden);
    const MatrixOf<double> rightGaps = gapsOf(*c, c->right, &AlignedPair::right, nowForbidden);
    // A cell that only one side forbids has changed; one that both forbid has not.
    const MatrixOf<double> gaps = leftGaps.cwiseMax(rightGaps).cwiseMin(gapsOf(*c, c->difference, &AlignedPair::right, {}));
    const Heatmap left = heatmapOf(c->left, leftGaps, scene, isSignedStep, both);
    const Heatmap right = heatmapOf(c->right, rightGaps, scene, isSignedStep, both);
    const double most = c->largestChange;
    const Heatmap difference = heatmapOf(c->difference, gaps, scene, true, ColorScale::Range{-most, most});

    const qreal gap = theme.space(12);
    const qreal aside = std::min(theme.space(wordsWidth), room.width() * 0.3);
    const qreal width = (room.width() - aside - 3.0 * gap) / 3.0;
    Painting painting(ink, scene, *m_counterpart, *c, step);
    QRectF panel(room.left(), room.top(), width, room.height());
    painting.panel(panel, counterpartTitle(*m_counterpart), left, "left");
    panel.translate(width + gap, 0);
    painting.panel(panel, nowTitle(scene, step), right, "right");
    panel.translate(width + gap, 0);
    painting.panel(panel, words(QT_TRANSLATE_NOOP("CompareFigure", "difference: now − other")), difference, "difference");
    painting.distances(QRectF(room.right() - aside, room.top(), aside, room.height()));
}

std::vector<StepRef> CompareFigure::shownSteps(const Scene& scene) const
{
    if (!scene.trace || !scene.trace->view(scene.place.ref()))
        return {};
    return {scene.place.ref()};
}

} // namespace hl::ui
