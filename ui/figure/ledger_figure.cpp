#include "ui/figure/ledger_figure.h"

#include "ui/figure/labels.h"
#include "ui/figure/ledger_painter.h"
#include "ui/translate.h"

#include <QCoreApplication>
#include <QImage>
#include <QPainter>

#include <cmath>

namespace hl::ui {

namespace {

constexpr qreal margin = 16.0;
constexpr qreal naturalWidth = 380.0;

QString words(const char* text)
{
    return QCoreApplication::translate("LedgerFigure", text);
}

QString labelOf(Step step)
{
    switch (step) {
    case Step::Scores: return words(QT_TRANSLATE_NOOP("LedgerFigure", "score"));
    case Step::ScoresC2P:
    case Step::ScoresP2C: return words(QT_TRANSLATE_NOOP("LedgerFigure", "position"));
    case Step::ScoresSegment: return words(QT_TRANSLATE_NOOP("LedgerFigure", "segments"));
    case Step::ScoresSum: return words(QT_TRANSLATE_NOOP("LedgerFigure", "sum"));
    case Step::Scaled: return words(QT_TRANSLATE_NOOP("LedgerFigure", "scale"));
    case Step::Biased: return words(QT_TRANSLATE_NOOP("LedgerFigure", "bias"));
    case Step::Masked: return words(QT_TRANSLATE_NOOP("LedgerFigure", "mask"));
    default: return words(QT_TRANSLATE_NOOP("LedgerFigure", "softmax"));
    }
}

bool isSoftmaxPart(Step step)
{
    return step >= Step::SoftmaxMax && step <= Step::Pattern;
}

void paintChain(LedgerPainter& painter, const std::vector<Explanation>& chain)
{
    int index = 1;
    std::vector<Explanation> softmax;
    for (const Explanation& explanation : chain) {
        if (isSoftmaxPart(explanation.step.step))
            softmax.push_back(explanation);
        else
            painter.step(QStringLiteral("%1 %2").arg(index++).arg(labelOf(explanation.step.step)), explanation, true);
    }
    painter.softmax(QStringLiteral("%1 %2").arg(index).arg(labelOf(Step::Pattern)), softmax);
}

/// The cell of a reading: the weights it adds up, then the heads.
void paintReading(LedgerPainter& painter, const Scene& scene, const ShownStep& shown)
{
    const auto ledger = readingLedgerFor(scene, shown);
    if (!ledger) {
        painter.message(translated(ledger.error().message), scene.theme.text);
        return;
    }
    const Explanation& last = ledger->chain.back();
    painter.heading(last);
    painter.sentence(shown);
    const Explanation& pieces = ledger->chain.front();
    painter.step(ledger->heads.empty() ? words(QT_TRANSLATE_NOOP("LedgerFigure", "formula"))
                                       : words(QT_TRANSLATE_NOOP("LedgerFigure", "head %1")).arg(headName(pieces.step.layer, pieces.step.head)),
                 pieces, !ledger->heads.empty());
    if (!ledger->heads.empty())
        painter.heads(words(QT_TRANSLATE_NOOP("LedgerFigure", "heads")), last, *ledger);
    painter.agreement(last);
    painter.invariants(last);
}

qreal paintLedger(Ink& ink, const QRectF& rect, const Scene& scene)
{
    const Theme& theme = scene.theme;
    const qreal space = theme.space(margin);
    LedgerPainter painter(ink, rect.adjusted(space, theme.space(12), -space, 0), scene);
    if (const ShownStep shown = shownStep(scene, scene.place.ref()); shown.read) {
        paintReading(painter, scene, shown);
        return painter.bottom() + theme.space(12);
    }
    const auto explanations = explanationsFor(scene);
    if (!explanations) {
        painter.message(translated(explanations.error().message), theme.text);
        return painter.bottom() + theme.space(12);
    }
    const Explanation& last = explanations->back();
    painter.heading(last);
    painter.sentence();
    if (explanations->size() > 1)
        paintChain(painter, *explanations);
    else
        painter.step(words(QT_TRANSLATE_NOOP("LedgerFigure", "formula")), last, false);
    painter.agreement(last);
    painter.invariants(last);
    return painter.bottom() + theme.space(12);
}

} // namespace

Result<ReadingLedger> readingLedgerFor(const Scene& scene, const ShownStep& shown)
{
    if (!shown.isRead())
        return tl::unexpected(shown.read->error());
    return explainReading(*scene.trace, **shown.read, shown.ref, shown.reading, shown.rowOf(scene.place), shown.colOf(scene.place));
}

Result<std::vector<Explanation>> explanationsFor(const Scene& scene)
{
    const Place& place = scene.place;
    if (const ShownStep shown = shownStep(scene, place.ref()); shown.read) {
        auto ledger = readingLedgerFor(scene, shown);
        return ledger ? Result<std::vector<Explanation>>(std::move(ledger->chain)) : tl::unexpected(ledger.error());
    }
    if (place.step == Step::Pattern) {
        // Where a step of the chain was not kept, the weight alone may still be explained.
        if (auto chain = explainPattern(*scene.trace, place.ref(), place.query, place.key))
            return chain;
    }
    auto explanation = explain(*scene.trace, place.ref(), place.row(), place.col());
    if (!explanation)
        return tl::unexpected(explanation.error());
    return std::vector<Explanation>{std::move(*explanation)};
}

QString LedgerFigure::title(const Scene&) const
{
    return words(QT_TRANSLATE_NOOP("LedgerFigure", "Ledger"));
}

qreal LedgerFigure::heightFor(const Scene& scene, qreal width)
{
    QImage nothing(1, 1, QImage::Format_ARGB32_Premultiplied);
    QPainter painter(&nothing);
    painter.setClipRect(QRectF(0, -2, 1, 1)); // above the first line: only the height is wanted
    Ink ink(painter, Medium::Screen, scene.theme);
    return std::ceil(paintLedger(ink, QRectF(0, 0, width, 0), scene));
}

QSizeF LedgerFigure::naturalSize(const Scene& scene) const
{
    const qreal width = scene.theme.space(naturalWidth);
    return {width, heightFor(scene, width)};
}

void LedgerFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    paintLedger(ink, rect, scene);
}

std::vector<StepRef> LedgerFigure::shownSteps(const Scene& scene) const
{
    std::vector<StepRef> steps{scene.place.ref()};
    if (const ShownStep shown = shownStep(scene, scene.place.ref()); shown.read)
        return headsRead(*scene.trace, shown.ref, shown.reading); // what it adds up
    for (const StepRef& input : inputsOf(scene.place.ref(), scene.trace->model().spec()))
        steps.push_back(input);
    return steps;
}

} // namespace hl::ui
