#include "ui/figure/row_prediction.h"

#include "core/analysis/predictions.h"
#include "ui/figure/ink.h"
#include "ui/figure/labels.h"

#include <QCoreApplication>

#include <vector>

namespace hl::ui {

namespace {

constexpr int shownDigits = 3;

QString words(const char* text)
{
    return QCoreApplication::translate("RowPanel", text);
}

/// What the row of a model that fills in words is for: the word under a mask, or the class of the text.
QString fillingOf(const Scene& scene)
{
    const Trace& trace = *scene.trace;
    const Tokenizer* tokenizer = trace.model().tokenizer();
    const Tokens& tokens = trace.tokens(trace.model().spec().outputSide());
    if (!tokenizer || scene.place.query >= static_cast<Index>(tokens.size()))
        return {};
    const bool isMask = trace.model().spec().isAsked || tokens[static_cast<std::size_t>(scene.place.query)].id == tokenizer->maskId();
    const bool isClass = scene.place.query == 0 && !trace.model().spec().head.textClasses.empty();
    if (!isMask && !isClass)
        return {};
    const auto best = isMask ? topCandidates(trace, scene.place.query, 1) : textClasses(trace);
    if (!best || best->empty())
        return {};
    return (isMask ? words(QT_TRANSLATE_NOOP("RowPanel", "This row fills in a word: “%1”."))
                   : words(QT_TRANSLATE_NOOP("RowPanel", "This row names the class of the text: “%1”.")))
        .arg(outputName(trace.model(), best->front().id));
}

/// The classes that are more likely there than not, or the numbers, with their values; all of a question that has few answers.
QString saidOf(const Trace& trace, Index row, const std::vector<Candidate>& all)
{
    const ModelSpec& spec = trace.model().spec();
    const HeadSpec& head = spec.head;
    QString named;
    for (const Candidate& candidate : all) {
        const double value = valueOf(candidate, head);
        if (head.problem == ClassProblem::AnyOf && head.question == ClassQuestion::Own && !(value > 0.5))
            continue;
        const QString one = QStringLiteral("“%1” %2").arg(outputName(trace.model(), candidate.id), formatValue(value, shownDigits));
        named = named.isEmpty() ? one : words(QT_TRANSLATE_NOOP("RowPanel", "%1, %2")).arg(named, one);
    }
    if (named.isEmpty())
        return words(QT_TRANSLATE_NOOP("RowPanel", "No class is likelier there than not."));
    if (spec.spokenSide() != spec.outputSide())
        return words(QT_TRANSLATE_NOOP("RowPanel", "This row says of “%1” of the encoder's text (token %2): %3."))
            .arg(tokenLabel(trace.tokens(spec.spokenSide()), row), QString::number(row), named);
    const bool isOfToken = head.classRow == ClassRow::Each;
    const char* text = head.problem == ClassProblem::Number || head.asked() != ClassQuestion::Own
                           ? (isOfToken ? QT_TRANSLATE_NOOP("RowPanel", "This row says of its token: %1.")
                                        : QT_TRANSLATE_NOOP("RowPanel", "This row says of the text: %1."))
                           : (isOfToken ? QT_TRANSLATE_NOOP("RowPanel", "This row names classes of its token: %1.")
                                        : QT_TRANSLATE_NOOP("RowPanel", "This row names classes of the text: %1."));
    return words(text).arg(named);
}

/// What the row is for whose class is read off it, alone or for the whole text.
QString classOf(const Scene& scene)
{
    const Trace& trace = *scene.trace;
    const ModelSpec& spec = trace.model().spec();
    if (spec.image || scene.place.query != predictedPosition(trace, scene.place.query))
        return {};
    const auto best = topCandidates(trace, scene.place.query, spec.outputs());
    if (!best || best->empty())
        return {};
    if (spec.head.problem != ClassProblem::OneOf)
        return saidOf(trace, scene.place.query, *best);
    return (spec.head.classRow == ClassRow::Each
                ? words(QT_TRANSLATE_NOOP("RowPanel", "This row names the class of its token: “%1”."))
                : words(QT_TRANSLATE_NOOP("RowPanel", "This row names the class of the text: “%1”.")))
        .arg(outputName(trace.model(), best->front().id));
}

} // namespace

QString rowPrediction(const Scene& scene, const StepRef& ref)
{
    const ModelSpec& spec = scene.trace->model().spec();
    const auto& info = infoOf(ref.step);
    const bool isRowOfText = info.rows == Axis::Query || info.rows == Axis::Position;
    if (!isRowOfText || ref.side != spec.outputSide())
        return {};
    if (spec.head.kind == HeadKind::MaskedWord)
        return fillingOf(scene);
    if (spec.head.kind == HeadKind::Classes)
        return classOf(scene);
    if (!spec.stack(ref.side).attention.isCausal || spec.head.kind != HeadKind::LanguageModel)
        return {};
    StepRef probsRef{.step = Step::Probs, .side = spec.outputSide()};
    const MatrixView probs = scene.trace->view(probsRef);
    const Index row = scene.place.query - scene.trace->firstLogitRow();
    const Tokenizer* tokenizer = scene.trace->model().tokenizer();
    if (!probs || !tokenizer || row < 0 || row >= probs.rows())
        return words(QT_TRANSLATE_NOOP("RowPanel", "This row predicts the next word."));
    Index best = 0;
    for (Index id = 1; id < probs.cols(); ++id) {
        if (probs.at(row, id) > probs.at(row, best))
            best = id;
    }
    return words(QT_TRANSLATE_NOOP("RowPanel", "This row predicts the next word: “%1”."))
        .arg(QString::fromStdString(tokenizer->displayPiece(static_cast<TokenId>(best))));
}

} // namespace hl::ui
