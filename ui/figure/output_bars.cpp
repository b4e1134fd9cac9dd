#include "ui/figure/output_bars.h"

#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/paint/type_metrics.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr int digits = 3; // significant

QString words(const char* text)
{
    return QCoreApplication::translate("OutputFigure", text);
}

/// What is said, and stands out: the likeliest of several; every class that is likelier there than not.
bool isSaid(const Candidate& candidate, std::size_t place, ClassProblem problem)
{
    if (problem == ClassProblem::AnyOf || problem == ClassProblem::Span)
        return candidate.probability > 0.5;
    return problem == ClassProblem::Number || place == 0;
}

/// What a track stands for from its left end to its right: 0 to 1 for probabilities, for numbers from the least to the largest, 0
/// among them.
struct Range
{
    double least = 0.0;
    double largest = 1.0;

    /// NaN is drawn as 0, and ∞ at an end.
    [[nodiscard]] qreal place(double value) const
    {
        const double shown = std::isnan(value) ? 0.0 : std::clamp(value, least, largest);
        return (shown / 2.0 - least / 2.0) / (largest / 2.0 - least / 2.0);
    }
};

Range rangeOf(const std::vector<double>& values, ClassProblem problem)
{
    Range range;
    if (problem != ClassProblem::Number)
        return range;
    range.largest = 0.0;
    for (const double value : values) {
        if (std::isfinite(value)) {
            range.least = std::min(range.least, value);
            range.largest = std::max(range.largest, value);
        }
    }
    if (range.least == range.largest)
        range.largest = 1.0;
    return range;
}

} // namespace

void paintOutputBars(Ink& ink, const QRectF& rect, const Scene& scene, const OutputBars& bars)
{
    const Theme& theme = ink.theme();
    const Model& model = scene.trace->model();
    const qreal line = outputLineHeight(theme);
    QRectF row(rect.left(), rect.top(), rect.width(), line);
    ink.elidedText(row, Qt::AlignLeft | Qt::AlignVCenter, bars.title, theme.secondary,
                   theme.font(TextSize::Body, QFont::DemiBold));
    const auto& top = bars.candidates;
    if (!top) {
        flowText(ink, row.translated(0, line), {{translated(top.error().message), theme.text, false, std::nullopt, QString()}},
                 TextSize::Body);
        return;
    }
    const TypeMetrics metrics(theme.font(TextSize::Body, QFont::DemiBold));
    qreal labelWidth = theme.space(32);
    for (const Candidate& candidate : *top)
        labelWidth = std::max(labelWidth, metrics.horizontalAdvance(outputName(model, candidate.id)) + theme.space(4));
    labelWidth = std::min(labelWidth, rect.width() * 0.34);
    const HeadSpec& head = model.spec().head;
    const StepRef probs = probabilityStep(model.spec()).value_or(StepRef{.step = Step::Logits, .side = model.spec().outputSide()});
    const Index probsRow = bars.position - scene.trace->firstLogitRow();
    // A change of the text may have taken the row, or the whole query stream.
    const bool isThere = scene.trace->unchanged() && scene.trace->unchanged()->view(probs).rows() > probsRow;
    const Trace* unchanged = isThere ? scene.trace->unchanged().get() : nullptr;
    const qreal wasWidth = unchanged ? theme.space(92) : 0.0;
    const qreal numberWidth = theme.space(72) + wasWidth;
    std::vector<double> values;
    for (const Candidate& candidate : *top) {
        values.push_back(valueOf(candidate, head));
        if (unchanged)
            values.push_back(unchanged->view(probs).at(probsRow, candidate.id));
    }
    const Range range = rangeOf(values, head.problem);
    const bool hasTracks = head.problem != ClassProblem::Number || values.size() > 1; // one number alone is as long as nothing else
    for (std::size_t i = 0; i < top->size(); ++i) {
        row.translate(0, line);
        if (row.bottom() > rect.bottom() + 1.0)
            break;
        const Candidate& candidate = (*top)[i];
        const double value = valueOf(candidate, head);
        const bool isFirst = isSaid(candidate, i, head.problem);
        const QString word = outputName(model, candidate.id);
        ink.elidedText(QRectF(row.left(), row.top(), labelWidth, line), Qt::AlignRight | Qt::AlignVCenter, word,
                       isFirst ? theme.accent : theme.text,
                       theme.font(TextSize::Body, isFirst ? QFont::DemiBold : QFont::Normal));
        QRectF track(row.left() + labelWidth + theme.space(8), row.center().y() - theme.space(8), 0, theme.space(16));
        track.setRight(row.right() - numberWidth);
        ink.painter().setPen(Qt::NoPen);
        ink.painter().setBrush(theme.chip);
        if (hasTracks)
            ink.painter().drawRoundedRect(track, 3, 3);
        QRectF bar = track;
        const qreal zero = range.place(0.0);
        const qreal end = range.place(value);
        bar.setLeft(track.left() + track.width() * std::min(zero, end));
        bar.setWidth(std::max(1.5, track.width() * std::abs(end - zero)));
        ink.painter().setBrush(isFirst ? theme.accent : theme.faint);
        if (range.least < 0.0) {
            const qreal x = track.left() + track.width() * zero;
            ink.painter().setPen(QPen(theme.secondary, 1.0));
            ink.painter().drawLine(QPointF(x, row.top()), QPointF(x, row.bottom()));
            ink.painter().setPen(Qt::NoPen);
        }
        if (hasTracks)
            ink.painter().drawRoundedRect(bar, std::min(3.0, bar.width() / 2), std::min(3.0, bar.width() / 2));
        ink.painter().setFont(theme.numberFont());
        ink.painter().setPen(isFirst ? theme.text : theme.secondary);
        ink.number(QRectF(row.right() - numberWidth, row.top(), numberWidth - wasWidth, line),
                   Qt::AlignRight | Qt::AlignVCenter, value, digits, {probs, {}, probsRow, candidate.id});
        if (unchanged) {
            const double was = unchanged->view(probs).at(probsRow, candidate.id);
            const qreal mark = track.left() + track.width() * range.place(was);
            ink.painter().setPen(QPen(theme.text, 2.0));
            ink.painter().drawLine(QPointF(mark, track.top() - 2.0), QPointF(mark, track.bottom() + 2.0));
            ink.painter().setPen(theme.secondary);
            ink.derivedNumber(QRectF(row.right() - wasWidth, row.top(), wasWidth, line), Qt::AlignRight | Qt::AlignVCenter,
                              words(QT_TRANSLATE_NOOP("OutputFigure", "was %1")).arg(formatValue(was, digits)), was,
                              QStringLiteral("unchanged %1 %2").arg(probsRow).arg(candidate.id));
        }
        Place place = scene.place;
        place = onStack(place, probs.side, false, *scene.trace);
        place = place.withCell(probs.step, probsRow, candidate.id);
        const QString spoken = words(head.problem == ClassProblem::Number ? QT_TRANSLATE_NOOP("OutputFigure", "%1: %2")
                                                                          : QT_TRANSLATE_NOOP("OutputFigure", "%1: probability %2"))
                                   .arg(word, formatValue(value, digits));
        ink.hot({row, place, spoken, spoken});
    }
}

} // namespace hl::ui
