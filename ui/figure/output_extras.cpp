#include "ui/figure/output_extras.h"

#include "core/analysis/answer_spans.h"
#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/figure/output_bars.h"
#include "ui/translate.h"

#include <QCoreApplication>

namespace hl::ui {

namespace {

constexpr int digits = 3; // significant
constexpr Index shownAnswers = 5;

QString words(const char* text)
{
    return QCoreApplication::translate("OutputFigure", text);
}

/// The selected place with a cell of one of the head's steps.
Place placeOf(const Scene& scene, const StepRef& ref, Index row, Index col = 0)
{
    return onStack(scene.place, ref.side, false, *scene.trace).withCell(ref.step, row, col);
}

void paintAnswers(Ink& ink, QRectF row, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const qreal numberWidth = theme.space(72);
    ink.elidedText(row, Qt::AlignLeft | Qt::AlignVCenter, words(QT_TRANSLATE_NOOP("OutputFigure", "Likeliest answers: start times end")),
                   theme.secondary, theme.font(TextSize::Body, QFont::DemiBold));
    const auto answers = likeliestAnswers(*scene.trace, shownAnswers);
    if (!answers) {
        flowText(ink, row.translated(0, row.height()), {{translated(answers.error().message), theme.text, false, std::nullopt, QString()}}, TextSize::Body);
        return;
    }
    for (const AnswerSpan& answer : *answers) {
        row.translate(0, row.height());
        const bool isFirst = &answer == &answers->front();
        const QString tokens = words(QT_TRANSLATE_NOOP("OutputFigure", "tokens %1 to %2")).arg(answer.first).arg(answer.last);
        const QString text = answer.text.empty() ? tokens : QString::fromStdString(answer.text);
        ink.elidedText(row.adjusted(0, 0, -numberWidth, 0), Qt::AlignLeft | Qt::AlignVCenter, text, isFirst ? theme.accent : theme.text,
                       theme.font(TextSize::Body, isFirst ? QFont::DemiBold : QFont::Normal));
        ink.painter().setFont(theme.numberFont());
        ink.painter().setPen(isFirst ? theme.text : theme.secondary);
        const QString number = formatValue(answer.probability, digits);
        ink.derivedNumber(QRectF(row.right() - numberWidth, row.top(), numberWidth, row.height()), Qt::AlignRight | Qt::AlignVCenter, number,
                          answer.probability, QStringLiteral("answer %1 %2").arg(answer.first).arg(answer.last));
        const QString spoken = words(QT_TRANSLATE_NOOP("OutputFigure", "%1, %2: probability %3")).arg(text, tokens, number);
        ink.hot({row, placeOf(scene, *probabilityStep(scene.trace->model().spec()), answer.first), spoken, spoken});
    }
}

void paintChoiceScore(Ink& ink, const QRectF& row, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const StepRef ref{.step = Step::ChoiceScore, .side = scene.trace->model().spec().outputSide()};
    const MatrixView view = scene.trace->view(ref);
    if (!view)
        return;
    const QString text = words(QT_TRANSLATE_NOOP("OutputFigure", "How well the text fits, as one of several"));
    const qreal numberWidth = theme.space(72);
    ink.elidedText(row.adjusted(0, 0, -numberWidth, 0), Qt::AlignLeft | Qt::AlignVCenter, text, theme.secondary, theme.font(TextSize::Body, QFont::DemiBold));
    ink.painter().setFont(theme.numberFont());
    ink.painter().setPen(theme.text);
    ink.number(QRectF(row.right() - numberWidth, row.top(), numberWidth, row.height()), Qt::AlignRight | Qt::AlignVCenter, view.at(0, 0), digits,
               {ref, {}, 0, 0});
    const QString spoken = QStringLiteral("%1: %2").arg(text, formatValue(view.at(0, 0), digits));
    ink.hot({row, placeOf(scene, ref, 0), spoken, spoken});
}

/// Two classes of a pair of texts below their title.
void paintPair(Ink& ink, QRectF row, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const HeadSpec& head = scene.trace->model().spec().head;
    const StepRef ref{.step = Step::PairProbs, .side = scene.trace->model().spec().outputSide()};
    const MatrixView view = scene.trace->view(ref);
    if (!view)
        return;
    const char* title = head.pairQuestion == ClassQuestion::Order ? QT_TRANSLATE_NOOP("OutputFigure", "Whether the two texts stand in their order")
                                                                  : QT_TRANSLATE_NOOP("OutputFigure", "Whether the second text follows the first");
    ink.elidedText(row, Qt::AlignLeft | Qt::AlignVCenter, words(title), theme.secondary, theme.font(TextSize::Body, QFont::DemiBold));
    const qreal numberWidth = theme.space(72);
    const auto& classes = classesOf(head.pairQuestion);
    for (Index i = 0; i < view.cols(); ++i) {
        row.translate(0, row.height());
        const double probability = view.at(0, i);
        const bool isSaid = probability > 0.5;
        const QString name = className(classes[static_cast<std::size_t>(i)], head.pairQuestion);
        ink.elidedText(row.adjusted(0, 0, -numberWidth, 0), Qt::AlignLeft | Qt::AlignVCenter, name, isSaid ? theme.accent : theme.text,
                       theme.font(TextSize::Body, isSaid ? QFont::DemiBold : QFont::Normal));
        ink.painter().setFont(theme.numberFont());
        ink.painter().setPen(isSaid ? theme.text : theme.secondary);
        ink.number(QRectF(row.right() - numberWidth, row.top(), numberWidth, row.height()), Qt::AlignRight | Qt::AlignVCenter, probability, digits,
                   {ref, {}, 0, i});
        const QString spoken = words(QT_TRANSLATE_NOOP("OutputFigure", "%1: probability %2")).arg(name, formatValue(probability, digits));
        ink.hot({row, placeOf(scene, ref, 0, i), spoken, spoken});
    }
}

} // namespace

qreal outputExtraLines(const ModelSpec& spec)
{
    if (spec.head.pairQuestion != ClassQuestion::Own)
        return static_cast<qreal>(classesOf(spec.head.pairQuestion).size()) + 1.0;
    return spec.head.problem == ClassProblem::Span ? shownAnswers + 1.0 : spec.head.hasChoiceScore ? 1.0 : 0.0;
}

void paintOutputExtras(Ink& ink, const QRectF& rect, const Scene& scene)
{
    const ModelSpec& spec = scene.trace->model().spec();
    const QRectF first(rect.left(), rect.top(), rect.width(), outputLineHeight(ink.theme()));
    if (spec.head.problem == ClassProblem::Span)
        paintAnswers(ink, first, scene);
    if (spec.head.hasChoiceScore)
        paintChoiceScore(ink, first, scene);
    if (spec.head.pairQuestion != ClassQuestion::Own)
        paintPair(ink, first, scene);
}

} // namespace hl::ui
