#include "ui/figure/compare_figure.h"

#include "ui/figure/compare_distances.h"
#include "ui/figure/compare_panel.h"
#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/figure/matrix_frame.h"
#include "ui/paint/heatmap.h"
#include "ui/translate.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

namespace hl::ui {

namespace {

constexpr qreal margin = 16.0;
constexpr qreal wordsWidth = 360.0;
constexpr qreal besideWidth = 900.0; // everything stands side by side from here on, in two rows in less
constexpr qreal twoRowsHeight = 440.0;

QString words(const char* text)
{
    return QCoreApplication::translate("CompareFigure", text);
}

/// Both sides, their difference and the distances: side by side, or two and two where that would be narrow.
std::array<QRectF, 4> placesIn(const QRectF& room, const QRectF& rect, const Theme& theme)
{
    const qreal gap = theme.space(12);
    if (rect.width() < theme.space(besideWidth) && rect.height() >= theme.space(twoRowsHeight)) {
        const QSizeF size((room.width() - gap) / 2.0, (room.height() - gap) / 2.0);
        const qreal across = size.width() + gap;
        const qreal down = size.height() + gap;
        const QRectF first(room.topLeft(), size);
        return {first, first.translated(across, 0), first.translated(0, down), first.translated(across, down)};
    }
    const qreal aside = std::min(theme.space(wordsWidth), room.width() * 0.3);
    const qreal width = (room.width() - aside - 3.0 * gap) / 3.0;
    const QRectF first(room.left(), room.top(), width, room.height());
    return {first, first.translated(width + gap, 0), first.translated(2.0 * (width + gap), 0),
            QRectF(room.right() - aside, room.top(), aside, room.height())};
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
            std::max(side(c->rows.size(), 60.0) + theme.space(90), compareLineHeight(theme) * 19.0 + theme.space(24))};
}

QSizeF CompareFigure::leastSize(const Scene& scene) const
{
    const Theme& theme = scene.theme;
    return comparison(scene) ? QSizeF(theme.space(besideWidth), theme.space(240)) : QSizeF(theme.space(300), theme.space(60));
}

QSizeF CompareFigure::leastSizeIn(qreal width, const Scene& scene) const
{
    const Theme& theme = scene.theme;
    if (!comparison(scene) || width >= theme.space(besideWidth))
        return leastSize(scene);
    return {theme.space(500), theme.space(twoRowsHeight)};
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

    const CompareSides sides = CompareSides::of(*m_counterpart, scene, step);
    ComparePanel panels(ink, scene, *c, step, sides);
    const auto [first, second, third, distances] = placesIn(room, rect, theme);
    panels.paint(first, counterpartTitle(*m_counterpart), left, "left");
    panels.paint(second, nowTitle(scene, step), right, "right");
    panels.paint(third, words(QT_TRANSLATE_NOOP("CompareFigure", "difference: now − other")), difference, "difference");
    paintCompareDistances(ink, distances, scene, *c, sides);
}

std::vector<StepRef> CompareFigure::shownSteps(const Scene& scene) const
{
    if (!scene.trace || !scene.trace->view(scene.place.ref()))
        return {};
    return {scene.place.ref()};
}

std::vector<NumberTable> CompareFigure::tables(const Scene& scene) const
{
    const Comparison* c = comparison(scene);
    if (!c)
        return {};
    const CompareSides sides = CompareSides::of(*m_counterpart, scene, scene.place.ref());
    std::vector<std::string> rows;
    std::vector<std::string> cols;
    for (std::size_t i = 0; i < c->rows.size(); ++i)
        rows.push_back(sides.row(*c, static_cast<Index>(i)).toStdString());
    for (std::size_t j = 0; j < c->cols.size(); ++j)
        cols.push_back(sides.col(*c, static_cast<Index>(j)).toStdString());
    const std::string name = nameOf(scene.place.ref());
    return {{name, rows, cols, c->right}, {name + ".other", rows, cols, c->left}, {name + ".difference", rows, cols, c->difference}};
}

} // namespace hl::ui
