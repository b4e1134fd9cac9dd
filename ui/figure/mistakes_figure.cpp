#include "ui/figure/mistakes_figure.h"

#include "ui/figure/flow_text.h"
#include "ui/figure/heading.h"
#include "ui/figure/labels.h"
#include "ui/figure/side_by_side.h"
#include "ui/paint/picture_key.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

namespace hl::ui {

namespace {

constexpr qreal margin = 16.0;
constexpr int digits = 4;                ///< significant

QString words(const char* text)
{
    return QCoreApplication::translate("MistakesFigure", text);
}

/// What a comparison depends on.
struct ComparisonKey
{
    ScaleKey head; ///< its scale does not matter
    const Mistake* mistake;

    [[nodiscard]] bool isSameAs(const ComparisonKey& other) const { return mistake == other.mistake && head.isSameAs(other.head); }
    [[nodiscard]] bool isExpired() const { return head.isExpired(); }
};

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

} // namespace

const Mistake& MistakesFigure::mistakeOf(const Scene& scene)
{
    const Mistake* chosen = mistakeNamed(scene.options.mistake);
    return chosen ? *chosen : mistakes().front();
}

std::shared_ptr<const Result<MistakeComparison>> MistakesFigure::comparisonOf(const Scene& scene)
{
    constexpr std::size_t mostKept = 2;
    static LastUsed<ComparisonKey, std::shared_ptr<const Result<MistakeComparison>>> memo(mostKept);
    const Mistake& mistake = mistakeOf(scene);
    const ComparisonKey key{{scene.trace, scene.place.refOf(Step::Pattern), {}, ScaleMode::PerHead, false}, &mistake};
    if (const auto known = memo.find(key))
        return *known;
    const auto both = std::make_shared<const Result<MistakeComparison>>(compareMistake(*scene.trace, key.head.ref, mistake));
    memo.keep(key, both);
    return both;
}

QString MistakesFigure::title(const Scene& scene) const
{
    return translated(mistakeOf(scene).title);
}

QSizeF MistakesFigure::naturalSize(const Scene& scene) const
{
    const auto rows = static_cast<qreal>(scene.trace->tokens(scene.place.side).size());
    return {scene.theme.space(860), scene.theme.space(270 + std::clamp(rows * 26.0, 80.0, 236.0))};
}

QSizeF MistakesFigure::leastSize(const Scene& scene) const
{
    return {scene.theme.space(widthOfOneRow), scene.theme.space(400)};
}

QSizeF MistakesFigure::leastSizeIn(qreal width, const Scene& scene) const
{
    if (width >= scene.theme.space(widthOfOneRow))
        return leastSize(scene);
    return {scene.theme.space(widthOfTwoRows), scene.theme.space(430 + heightOfARow)};
}

void MistakesFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const Theme& theme = ink.theme();
    const Mistake& mistake = mistakeOf(scene);
    QRectF room = rect.adjusted(theme.space(margin), theme.space(10), -theme.space(margin), -theme.space(8));
    const qreal line = TypeMetrics(theme.font(TextSize::Body, QFont::DemiBold)).height() + theme.space(4);
    const auto paragraph = [&](const std::vector<TextSpan>& spans) {
        room.setTop(room.top() + flowText(ink, room, spans, TextSize::Body) + theme.space(4));
    };
    const auto plain = [&](const QString& text, const QColor& color) { paragraph({{text, color, false, std::nullopt, QString()}}); };

    const auto compared = comparisonOf(scene);
    const Result<MistakeComparison>& both = *compared;
    paintHeading(ink, QRectF(room.left(), room.top(), room.width(), line), title(scene), both ? QString::fromStdString(nameOf(both->step)) : QString());
    room.setTop(room.top() + line);
    plain(joinedSentences({translated(mistake.breaks), translated(mistake.shows)}), theme.text);
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
    std::vector<MatrixPanel> panels;
    panels.push_back({&both->right, words(QT_TRANSLATE_NOOP("MistakesFigure", "Right")), heatmapOf(both->right, isDiverging, largest, scene), false});
    panels.push_back({&both->wrong, words(QT_TRANSLATE_NOOP("MistakesFigure", "With the mistake")), heatmapOf(both->wrong, isDiverging, largest, scene), true});
    if (both->difference.size() > 0)
        panels.push_back({&both->difference, words(QT_TRANSLATE_NOOP("MistakesFigure", "Difference")),
                          heatmapOf(both->difference, true, largestFinite(both->difference), scene), true});
    const MatrixView mask = both->step.step == Step::Pattern ? scene.trace->forbidden(both->step) : MatrixView{};
    for (MatrixPanel& panel : panels) {
        if (panel.matrix != &both->difference && mask && mask.rows() == panel.matrix->rows() && mask.cols() == panel.matrix->cols())
            markForbidden(panel, [&mask](Index row, Index col) { return isForbidden(mask, row, col); });
    }
    const MatrixLabels labels = MatrixLabels::of(scene, both->step);
    room.setTop(room.top() + theme.space(4));
    paintSideBySide(ink, panels, room, labels);
    if (both->difference.size() > 0 && both->step.step == Step::Pattern)
        addCellAreas(ink, panels, labels, scene, [&](Index row, Index col) { return cellText(*both, row, col); });
}

std::vector<StepRef> MistakesFigure::shownSteps(const Scene& scene) const
{
    const auto both = comparisonOf(scene);
    return *both ? std::vector<StepRef>{(*both)->step} : std::vector<StepRef>{};
}

std::vector<NumberTable> MistakesFigure::tables(const Scene& scene) const
{
    const auto compared = comparisonOf(scene);
    const Result<MistakeComparison>& both = *compared;
    if (!both)
        return {};
    const MatrixLabels labels = MatrixLabels::of(scene, both->step);
    const auto names = [](Index count, Index named, const std::function<QString(Index)>& label) { // a mistake may give more
        std::vector<std::string> all;
        for (Index i = 0; i < count; ++i)
            all.push_back(i < named ? label(i).toStdString() : std::to_string(i));
        return all;
    };
    std::vector<NumberTable> all;
    for (const auto& [ending, matrix] : {std::pair{"", &both->right}, {".mistake", &both->wrong}, {".difference", &both->difference}}) {
        if (matrix->size() > 0)
            all.push_back({nameOf(both->step) + ending, names(matrix->rows(), both->right.rows(), labels.row), names(matrix->cols(), both->right.cols(), labels.col), *matrix});
    }
    return all;
}

} // namespace hl::ui
