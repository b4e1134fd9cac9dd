#include "ui/figure/output_figure.h"

#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/figure/output_bars.h"
#include "ui/figure/output_extras.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>

namespace hl::ui {

namespace {

constexpr qreal margin = 16.0;
constexpr qreal marginAbove = 12.0;
constexpr qreal betweenBoth = 16.0; // from the bars to the layers below them
constexpr qreal besideWidth = 720.0; // layers stand beside the bars from here on, below them in less
constexpr Index shownWords = 10;

QString words(const char* text)
{
    return QCoreApplication::translate("OutputFigure", text);
}

const char* titleOfWhole(const HeadSpec& head)
{
    if (head.question == ClassQuestion::Choice)
        return QT_TRANSLATE_NOOP("OutputFigure", "How well the text fits, as one of several");
    if (head.question == ClassQuestion::Follows)
        return QT_TRANSLATE_NOOP("OutputFigure", "Whether the second text follows the first");
    if (head.question == ClassQuestion::Order)
        return QT_TRANSLATE_NOOP("OutputFigure", "Whether the two texts stand in their order");
    switch (head.problem) {
    case ClassProblem::OneOf: return QT_TRANSLATE_NOOP("OutputFigure", "Class of the whole input");
    case ClassProblem::AnyOf: return QT_TRANSLATE_NOOP("OutputFigure", "Classes of the whole input, each by itself");
    case ClassProblem::Span:
    case ClassProblem::Number: break;
    }
    return head.classes.size() == 1 ? QT_TRANSLATE_NOOP("OutputFigure", "Number for the whole input")
                                    : QT_TRANSLATE_NOOP("OutputFigure", "Numbers for the whole input");
}

const char* titleOfToken(const HeadSpec& head)
{
    if (head.question == ClassQuestion::Replaced)
        return QT_TRANSLATE_NOOP("OutputFigure", "Was “%1” (token %2) put in the place of another?");
    switch (head.problem) {
    case ClassProblem::OneOf: return QT_TRANSLATE_NOOP("OutputFigure", "Class of “%1” (token %2)");
    case ClassProblem::AnyOf: return QT_TRANSLATE_NOOP("OutputFigure", "Classes of “%1” (token %2), each by itself");
    case ClassProblem::Span: return QT_TRANSLATE_NOOP("OutputFigure", "Does the answer start or end at “%1” (token %2)?");
    case ClassProblem::Number: break;
    }
    return QT_TRANSLATE_NOOP("OutputFigure", "Numbers for “%1” (token %2)");
}

} // namespace

Index shownPosition(const Scene& scene)
{
    const ModelSpec& spec = scene.trace->model().spec();
    if (scene.place.side == spec.outputSide() || scene.place.side == spec.spokenSide())
        return predictedPosition(*scene.trace, scene.place.query);
    if (spec.isAsked) // of the content stream's tokens, the one asked for that is selected, or the first
        return predictedPosition(*scene.trace, scene.trace->queryRowOf(scene.place.query).value_or(0));
    return predictedPosition(*scene.trace, static_cast<Index>(scene.trace->tokens(spec.outputSide()).size()) - 1);
}

QString OutputFigure::title(const Scene& scene) const
{
    const ModelSpec& spec = scene.trace->model().spec();
    if (spec.head.kind == HeadKind::None)
        return words(QT_TRANSLATE_NOOP("OutputFigure", "Output"));
    if (spec.head.kind == HeadKind::Classes && spec.head.classRow != ClassRow::Each)
        return words(titleOfWhole(spec.head));
    const Index position = shownPosition(scene);
    const QString token = tokenLabel(scene.trace->tokens(spec.spokenSide()), position);
    if (spec.head.kind == HeadKind::Classes)
        return words(titleOfToken(spec.head)).arg(token, QString::number(position));
    return (spec.head.kind == HeadKind::MaskedWord
                ? words(QT_TRANSLATE_NOOP("OutputFigure", "Word in the place of “%1” (token %2)"))
                : words(QT_TRANSLATE_NOOP("OutputFigure", "Next word after “%1” (token %2)")))
        .arg(token, QString::number(scene.trace->placeOf(spec.outputSide(), position)));
}

namespace {

/// Lines of what stands below the bars, with the half line above it.
qreal linesBelow(const ModelSpec& spec)
{
    const auto classes = static_cast<qreal>(spec.head.textClasses.size());
    const qreal extras = outputExtraLines(spec);
    return (classes > 0 ? classes + 1.5 : 0.0) + (extras > 0 ? extras + 0.5 : 0.0);
}

/// Lines of all bars with their titles, where every word has one.
qreal barLines(const ModelSpec& spec)
{
    const qreal aboutStreams = spec.hasQueryStream && !spec.isAsked ? 4.0 : 0.0;
    return std::min<qreal>(static_cast<qreal>(shownWords), spec.outputs()) + 1.0 + linesBelow(spec) + aboutStreams;
}

/// Lines of what would be predicted after each layer, with its title.
qreal lensLines(const ModelSpec& spec)
{
    return spec.stack(spec.outputSide()).layers + 2;
}

/// The height at which the layers have room below the bars.
qreal belowHeight(const Scene& scene)
{
    const ModelSpec& spec = scene.trace->model().spec();
    return (barLines(spec) + lensLines(spec)) * outputLineHeight(scene.theme) + scene.theme.space(betweenBoth);
}

} // namespace

QSizeF OutputFigure::naturalSize(const Scene& scene) const
{
    const Theme& theme = scene.theme;
    const ModelSpec& spec = scene.trace->model().spec();
    if (spec.head.kind == HeadKind::None)
        return {theme.space(420), theme.space(96)};
    const int layers = scene.options.showLens ? spec.stack(spec.outputSide()).layers + 1 : 0;
    const qreal bars = std::min<qreal>(static_cast<qreal>(shownWords), spec.outputs());
    const qreal lines = std::max<qreal>(bars + linesBelow(spec), layers) + 2.0;
    const qreal aboutStreams = spec.hasQueryStream && !spec.isAsked ? 4.0 : 0.0;
    return {theme.space(scene.options.showLens ? 840 : 380), (lines + aboutStreams) * outputLineHeight(theme) + theme.space(2 * margin)};
}

QSizeF OutputFigure::leastSize(const Scene& scene) const
{
    return naturalSize(scene);
}

QSizeF OutputFigure::leastSizeIn(qreal width, const Scene& scene) const
{
    const Theme& theme = scene.theme;
    if (!scene.options.showLens || scene.trace->model().spec().head.kind == HeadKind::None)
        return leastSize(scene);
    if (width >= theme.space(besideWidth))
        return {theme.space(besideWidth), naturalSize(scene).height()};
    return {theme.space(380), belowHeight(scene) + theme.space(2 * marginAbove)};
}

void OutputFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const Theme& theme = ink.theme();
    const qreal space = theme.space(margin);
    const QRectF room = rect.adjusted(space, theme.space(marginAbove), -space, -theme.space(marginAbove));
    const ModelSpec& spec = scene.trace->model().spec();
    if (spec.head.kind == HeadKind::None) {
        flowText(ink, room,
                 {{words(QT_TRANSLATE_NOOP("OutputFigure", "This model has no prediction head: it ends with one row of numbers per token, and predicts no word.")),
                   theme.text, false, std::nullopt, QString()}},
                 TextSize::Body);
        return;
    }
    const Index position = shownPosition(scene);
    const auto paintAllBars = [&](QRectF place) {
        const qreal line = outputLineHeight(theme);
        if (spec.hasQueryStream && !spec.isAsked)
            place.setTop(place.top() + theme.space(8)
                         + flowText(ink, place,
                                    {{words(QT_TRANSLATE_NOOP("OutputFigure", "No word is asked for: these rows know their own words. Write <mask> where a word is missing, and the query stream predicts it from the others.")),
                                      theme.text, false, std::nullopt, QString()}},
                                    TextSize::Body));
        if (const auto classes = textClasses(*scene.trace); classes && !classes->empty()) {
            const QString title = words(QT_TRANSLATE_NOOP("OutputFigure", "Class of the whole text, read at “%1” (token 0)"))
                                      .arg(tokenLabel(scene.trace->tokens(spec.outputSide()), 0));
            const qreal height = (static_cast<qreal>(classes->size()) + 1.0) * line;
            const qreal top = std::min(place.top() + (shownWords + 1.5) * line, place.bottom() - height);
            paintOutputBars(ink, QRectF(place.left(), top, place.width(), height), scene, {title, 0, classes});
            place.setBottom(top - line / 2);
        }
        if (const qreal extras = outputExtraLines(spec); extras > 0) {
            const qreal bars = std::min<qreal>(static_cast<qreal>(shownWords), spec.outputs()) + 1.5;
            const qreal top = std::min(place.top() + bars * line, place.bottom() - extras * line);
            paintOutputExtras(ink, QRectF(place.left(), top, place.width(), extras * line), scene);
            place.setBottom(top - line / 2);
        }
        paintOutputBars(ink, place, scene, {title(scene), position, topCandidates(*scene.trace, position, shownWords)});
    };
    if (!scene.options.showLens) {
        paintAllBars(room);
        return;
    }
    const bool isWide = rect.width() >= theme.space(besideWidth) || (room.width() >= theme.space(560) && room.height() < belowHeight(scene));
    const qreal gap = theme.space(32);
    const qreal line = outputLineHeight(theme);
    QRectF bars = room;
    QRectF lens = room;
    if (isWide) {
        bars.setWidth((room.width() - gap) * 0.4);
        lens.setLeft(bars.right() + gap);
    } else {
        bars.setHeight(std::max(4.0 * line, std::min(barLines(spec) * line, room.height() - lensLines(spec) * line - theme.space(betweenBoth))));
        lens.setTop(bars.bottom() + theme.space(betweenBoth));
    }
    paintAllBars(bars);
    paintOutputLens(ink, lens, scene, position, m_lens);
}

std::vector<StepRef> OutputFigure::shownSteps(const Scene& scene) const
{
    const ModelSpec& spec = scene.trace->model().spec();
    if (spec.head.kind == HeadKind::None)
        return {stackOutput(spec.outputSide(), spec)};
    std::vector<StepRef> steps{{.step = Step::Logits, .side = spec.outputSide()}};
    if (const auto probs = probabilityStep(spec))
        steps.push_back(*probs);
    if (spec.head.hasChoiceScore)
        steps.push_back({.step = Step::ChoiceScore, .side = spec.outputSide()});
    if (spec.head.pairQuestion != ClassQuestion::Own) {
        steps.push_back({.step = Step::PairLogits, .side = spec.outputSide()});
        steps.push_back({.step = Step::PairProbs, .side = spec.outputSide()});
    }
    return steps;
}

} // namespace hl::ui
