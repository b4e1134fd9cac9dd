#include "ui/figure/output_figure.h"

#include "ui/figure/flow_text.h"
#include "ui/figure/labels.h"
#include "ui/translate.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr qreal margin = 16.0;
constexpr Index shownWords = 10;
constexpr int digits = 3; // significant
constexpr std::int64_t slowLens = 40'000'000; // multiplications: some ten milliseconds

QString words(const char* text)
{
    return QCoreApplication::translate("OutputFigure", text);
}

qreal lineHeight(const Theme& theme)
{
    return theme.space(24);
}

const char* titleOfWhole(const HeadSpec& head)
{
    switch (head.problem) {
    case ClassProblem::OneOf: return QT_TRANSLATE_NOOP("OutputFigure", "Class of the whole input");
    case ClassProblem::AnyOf: return QT_TRANSLATE_NOOP("OutputFigure", "Classes of the whole input, each by itself");
    case ClassProblem::Number: break;
    }
    return head.classes.size() == 1 ? QT_TRANSLATE_NOOP("OutputFigure", "Number for the whole input")
                                    : QT_TRANSLATE_NOOP("OutputFigure", "Numbers for the whole input");
}

const char* titleOfToken(ClassProblem problem)
{
    switch (problem) {
    case ClassProblem::OneOf: return QT_TRANSLATE_NOOP("OutputFigure", "Class of “%1” (token %2)");
    case ClassProblem::AnyOf: return QT_TRANSLATE_NOOP("OutputFigure", "Classes of “%1” (token %2), each by itself");
    case ClassProblem::Number: break;
    }
    return QT_TRANSLATE_NOOP("OutputFigure", "Numbers for “%1” (token %2)");
}

/// What is said, and stands out: the likeliest of several; every class that is likelier there than not.
bool isSaid(const Candidate& candidate, std::size_t place, ClassProblem problem)
{
    return problem == ClassProblem::AnyOf ? candidate.probability > 0.5 : problem == ClassProblem::Number || place == 0;
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

struct OutputFigure::Bars
{
    QString title;
    Index position = 0;
    Result<std::vector<Candidate>> candidates;
};

QString wordName(const Model& model, TokenId id)
{
    const Tokenizer* tokenizer = model.tokenizer();
    if (!tokenizer)
        return QString::number(id);
    Token token;
    token.piece = tokenizer->piece(id);
    token.text = tokenizer->displayPiece(id);
    return tokenLabel(token);
}

QString outputName(const Model& model, TokenId id)
{
    const auto& classes = model.spec().head.classes;
    return classes.empty() ? wordName(model, id) : QString::fromStdString(classes[static_cast<std::size_t>(id)]);
}

Index shownPosition(const Scene& scene)
{
    const ModelSpec& spec = scene.trace->model().spec();
    if (scene.place.side == spec.outputSide())
        return predictedPosition(*scene.trace, scene.place.query);
    if (spec.isAsked) // of the content stream's tokens, the one asked for that is selected, or the first
        return predictedPosition(*scene.trace, scene.trace->queryRowOf(scene.place.query).value_or(0));
    return predictedPosition(*scene.trace, static_cast<Index>(scene.trace->tokens(spec.outputSide()).size()) - 1);
}

bool OutputFigure::isLensSlow(const ModelSpec& spec)
{
    const std::int64_t layers = spec.stack(spec.outputSide()).layers + 1;
    return layers * spec.outputs() * spec.dModel > slowLens;
}

QString OutputFigure::title(const Scene& scene) const
{
    const ModelSpec& spec = scene.trace->model().spec();
    if (spec.head.kind == HeadKind::None)
        return words(QT_TRANSLATE_NOOP("OutputFigure", "Output"));
    if (spec.head.kind == HeadKind::Classes && spec.head.classRow != ClassRow::Each)
        return words(titleOfWhole(spec.head));
    const Index position = shownPosition(scene);
    const QString token = tokenLabel(scene.trace->tokens(spec.outputSide()), position);
    if (spec.head.kind == HeadKind::Classes)
        return words(titleOfToken(spec.head.problem)).arg(token, QString::number(position));
    return (spec.head.kind == HeadKind::MaskedWord
                ? words(QT_TRANSLATE_NOOP("OutputFigure", "Word in the place of “%1” (token %2)"))
                : words(QT_TRANSLATE_NOOP("OutputFigure", "Next word after “%1” (token %2)")))
        .arg(token, QString::number(scene.trace->placeOf(spec.outputSide(), position)));
}

QSizeF OutputFigure::naturalSize(const Scene& scene) const
{
    const Theme& theme = scene.theme;
    const ModelSpec& spec = scene.trace->model().spec();
    if (spec.head.kind == HeadKind::None)
        return {theme.space(420), theme.space(96)};
    const int layers = scene.options.showLens ? spec.stack(spec.outputSide()).layers + 1 : 0;
    const auto classes = static_cast<qreal>(spec.head.textClasses.size());
    const qreal bars = std::min<qreal>(static_cast<qreal>(shownWords), spec.outputs());
    const qreal lines = std::max<qreal>(bars + (classes > 0 ? classes + 1.5 : 0.0), layers) + 2.0;
    const qreal aboutStreams = spec.hasQueryStream && !spec.isAsked ? 4.0 : 0.0;
    return {theme.space(scene.options.showLens ? 840 : 380), (lines + aboutStreams) * lineHeight(theme) + theme.space(2 * margin)};
}

QSizeF OutputFigure::leastSize(const Scene& scene) const
{
    return naturalSize(scene);
}

void OutputFigure::paintBars(Ink& ink, const QRectF& rect, const Scene& scene, const Bars& bars) const
{
    const Theme& theme = ink.theme();
    const Model& model = scene.trace->model();
    const qreal line = lineHeight(theme);
    QRectF row(rect.left(), rect.top(), rect.width(), line);
    ink.elidedText(row, Qt::AlignLeft | Qt::AlignVCenter, bars.title, theme.secondary,
                   theme.font(TextSize::Body, QFont::DemiBold));
    const auto& top = bars.candidates;
    if (!top) {
        flowText(ink, row.translated(0, line), {{translated(top.error().message), theme.text, false, std::nullopt, QString()}},
                 TextSize::Body);
        return;
    }
    const QFontMetricsF metrics(theme.font(TextSize::Body, QFont::DemiBold));
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

void OutputFigure::paintLens(Ink& ink, const QRectF& rect, const Scene& scene, Index position) const
{
    const Theme& theme = ink.theme();
    const Model& model = scene.trace->model();
    const qreal line = lineHeight(theme);
    QRectF row(rect.left(), rect.top(), rect.width(), line);
    ink.elidedText(row, Qt::AlignLeft | Qt::AlignVCenter,
                   words(QT_TRANSLATE_NOOP("OutputFigure", "Layer by layer: what it would predict if it ended there")),
                   theme.secondary, theme.font(TextSize::Body, QFont::DemiBold));
    if (!m_lens.isFor(scene, position)) {
        if (ink.medium() == Medium::Screen && isLensSlow(model.spec())) {
            ink.text(row.translated(0, line), Qt::AlignLeft | Qt::AlignVCenter,
                     words(QT_TRANSLATE_NOOP("OutputFigure", "Computing…")), theme.secondary, theme.font());
            return;
        }
        m_lens = {scene.trace, position, logitLens(*scene.trace, position, lensWords)};
    }
    if (!m_lens.layers) {
        flowText(ink, row.translated(0, line),
                 {{translated(m_lens.layers.error().message), theme.text, false, std::nullopt, QString()}}, TextSize::Body);
        return;
    }
    const qreal labelWidth = theme.space(84);
    const qreal cell = (rect.width() - labelWidth) / static_cast<qreal>(lensWords);
    const QFontMetricsF numberMetrics(theme.numberFont(TextSize::Secondary));
    const auto& layers = *m_lens.layers;
    const qreal step = std::min(line, (rect.height() - line) / static_cast<qreal>(layers.size()));
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const QRectF here(rect.left(), rect.top() + line + static_cast<qreal>(i) * step, rect.width(), step);
        const bool isLast = i + 1 == layers.size();
        ink.elidedText(QRectF(here.left(), here.top(), labelWidth - theme.space(8), step), Qt::AlignLeft | Qt::AlignVCenter,
                       layers[i].layer < 0 ? words(QT_TRANSLATE_NOOP("OutputFigure", "embedding"))
                                           : words(QT_TRANSLATE_NOOP("OutputFigure", "layer %1")).arg(layers[i].layer + 1),
                       theme.secondary, theme.font());
        for (std::size_t w = 0; w < layers[i].top.size(); ++w) {
            const Candidate& candidate = layers[i].top[w];
            const QRectF place(here.left() + labelWidth + static_cast<qreal>(w) * cell, here.top(), cell - theme.space(12), step);
            const double value = valueOf(candidate, model.spec().head);
            const bool isNumber = model.spec().head.problem == ClassProblem::Number;
            QColor ground = theme.accent; // the more probable, the stronger
            ground.setAlphaF(static_cast<float>(0.06 + (isNumber ? 0.0 : 0.30 * candidate.probability)));
            ink.painter().setPen(Qt::NoPen);
            ink.painter().setBrush(ground);
            ink.painter().drawRoundedRect(place.adjusted(-theme.space(4), 1, theme.space(4), -1), 4, 4);
            const QString number = formatValue(value, digits);
            const qreal numberWidth = std::min(numberMetrics.horizontalAdvance(number) + theme.space(6), cell * 0.6);
            ink.elidedText(place.adjusted(0, 0, -numberWidth, 0), Qt::AlignLeft | Qt::AlignVCenter,
                           outputName(model, candidate.id), theme.text,
                           theme.font(TextSize::Body, isLast && w == 0 && !isNumber ? QFont::DemiBold : QFont::Normal));
            ink.painter().setFont(theme.numberFont(TextSize::Secondary));
            ink.painter().setPen(theme.text);
            ink.derivedNumber(place, Qt::AlignRight | Qt::AlignVCenter, number,
                              value,
                              QStringLiteral("lens %1 %2 %3").arg(position).arg(layers[i].layer).arg(w));
        }
    }
}

void OutputFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const Theme& theme = ink.theme();
    const qreal space = theme.space(margin);
    const QRectF room = rect.adjusted(space, theme.space(12), -space, -theme.space(12));
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
        const qreal line = lineHeight(theme);
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
            paintBars(ink, QRectF(place.left(), top, place.width(), height), scene, {title, 0, classes});
            place.setBottom(top - line / 2);
        }
        paintBars(ink, place, scene, {title(scene), position, topCandidates(*scene.trace, position, shownWords)});
    };
    if (!scene.options.showLens) {
        paintAllBars(room);
        return;
    }
    const bool isWide = room.width() >= theme.space(560);
    const qreal gap = theme.space(32);
    const qreal line = lineHeight(theme);
    QRectF bars = room;
    QRectF lens = room;
    if (isWide) {
        bars.setWidth((room.width() - gap) * 0.4);
        lens.setLeft(bars.right() + gap);
    } else {
        const qreal lensLines = spec.stack(spec.outputSide()).layers + 2;
        const auto classes = static_cast<qreal>(spec.head.textClasses.size());
        const qreal wanted = shownWords + 1.0 + (classes > 0 ? classes + 1.5 : 0.0);
        bars.setHeight(std::max(4.0 * line, std::min(wanted * line, room.height() - lensLines * line)));
        lens.setTop(bars.bottom() + theme.space(8));
    }
    paintAllBars(bars);
    paintLens(ink, lens, scene, position);
}

std::vector<StepRef> OutputFigure::shownSteps(const Scene& scene) const
{
    const ModelSpec& spec = scene.trace->model().spec();
    if (spec.head.kind == HeadKind::None)
        return {stackOutput(spec.outputSide(), spec)};
    std::vector<StepRef> steps{{.step = Step::Logits, .side = spec.outputSide()}};
    if (const auto probs = probabilityStep(spec))
        steps.push_back(*probs);
    return steps;
}

} // namespace hl::ui
