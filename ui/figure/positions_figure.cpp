#include "ui/figure/positions_figure.h"

#include "ui/figure/flow_text.h"
#include "ui/figure/position_cards.h"
#include "ui/translate.h"

#include <QCoreApplication>

#include <algorithm>

namespace hl::ui {

namespace {

constexpr qreal margin = 16.0;

QString words(const char* text)
{
    return QCoreApplication::translate("PositionsFigure", text);
}

constexpr qreal besideWidth = 720.0; // three cards stand side by side from here on
constexpr qreal twoRowsWidth = 440.0;
constexpr qreal twoRowsHeight = 420.0;

/// How many cards tell of a scheme.
int cardCount(PositionKind scheme)
{
    switch (scheme) {
    case PositionKind::Sinusoidal:
    case PositionKind::Learned:
    case PositionKind::Rotary: return 3;
    case PositionKind::Alibi: return 2;
    case PositionKind::T5Relative:
    case PositionKind::None: break;
    }
    return 1;
}

/// `count` cards side by side, or below each other where there is no room. Of three the middle one may lie below both others.
std::vector<QRectF> cards(const QRectF& rect, int count, const Theme& theme)
{
    const qreal gap = theme.space(24);
    const bool isLow = rect.height() < theme.space(twoRowsHeight - 2 * margin);
    if (count == 3 && !isLow && rect.width() < theme.space(besideWidth - 2 * margin) && rect.width() >= theme.space(twoRowsWidth - 2 * margin)) {
        const QSizeF size((rect.width() - gap) / 2.0, (rect.height() - gap) / 2.0);
        const QRectF first(rect.topLeft(), size);
        return {first, QRectF(rect.left(), first.bottom() + gap, rect.width(), size.height()), first.translated(size.width() + gap, 0)};
    }
    const bool isWide = rect.width() >= count * theme.space(200);
    std::vector<QRectF> rects;
    const qreal width = isWide ? (rect.width() - gap * (count - 1)) / count : rect.width();
    const qreal height = isWide ? rect.height() : (rect.height() - gap * (count - 1)) / count;
    for (int i = 0; i < count; ++i)
        rects.emplace_back(rect.left() + (isWide ? i * (width + gap) : 0.0), rect.top() + (isWide ? 0.0 : i * (height + gap)),
                           width, height);
    return rects;
}

} // namespace

QString schemeName(PositionKind scheme)
{
    switch (scheme) {
    case PositionKind::None: return words(QT_TRANSLATE_NOOP("PositionsFigure", "none"));
    case PositionKind::Sinusoidal: return words(QT_TRANSLATE_NOOP("PositionsFigure", "sine and cosine"));
    case PositionKind::Learned: return words(QT_TRANSLATE_NOOP("PositionsFigure", "learned by this model"));
    case PositionKind::Rotary: return words(QT_TRANSLATE_NOOP("PositionsFigure", "rotary"));
    case PositionKind::Alibi: return words(QT_TRANSLATE_NOOP("PositionsFigure", "ALiBi"));
    case PositionKind::T5Relative: return words(QT_TRANSLATE_NOOP("PositionsFigure", "T5's relative bias"));
    }
    return {};
}

Side PositionsFigure::sideOf(const Scene& scene)
{
    const auto sides = scene.trace->model().spec().sides();
    return std::find(sides.begin(), sides.end(), scene.place.side) == sides.end() ? sides.front() : scene.place.side;
}

PositionQuestion PositionsFigure::questionOf(const Scene& scene)
{
    const PictureOptions& options = scene.options;
    const int heads = scene.trace->model().spec().stack(sideOf(scene)).attention.heads;
    return {options.positionScheme, options.positionLength, options.positionDims, std::clamp(scene.place.head, 0, heads - 1)};
}

QString PositionsFigure::title(const Scene& scene) const
{
    return words(QT_TRANSLATE_NOOP("PositionsFigure", "Positions · %1")).arg(schemeName(scene.options.positionScheme));
}

QSizeF PositionsFigure::naturalSize(const Scene& scene) const
{
    return QSizeF(960, 340) * scene.theme.scale;
}

QSizeF PositionsFigure::leastSize(const Scene& scene) const
{
    return QSizeF(besideWidth, 270) * scene.theme.scale;
}

QSizeF PositionsFigure::leastSizeIn(qreal width, const Scene& scene) const
{
    const int count = cardCount(scene.options.positionScheme);
    if (count < 3)
        return QSizeF(count == 2 ? twoRowsWidth : 240, 270) * scene.theme.scale;
    const bool isWide = width >= scene.theme.space(besideWidth);
    return isWide ? leastSize(scene) : QSizeF(twoRowsWidth, twoRowsHeight) * scene.theme.scale;
}

void PositionsFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const Theme& theme = ink.theme();
    const qreal space = theme.space(margin);
    const QRectF room = rect.adjusted(space, theme.space(12), -space, -theme.space(12));
    const auto say = [&](const QString& text) {
        flowText(ink, room, {{text, theme.text, false, std::nullopt, QString()}}, TextSize::Body);
    };
    const PositionQuestion question = questionOf(scene);
    const auto lab = positionLab(scene.trace->model(), sideOf(scene), question);
    if (!lab)
        return say(translated(lab.error().message));
    const PositionCards paintCards{ink, scene, *lab};
    const QString position = words(QT_TRANSLATE_NOOP("PositionsFigure", "position"));
    const QString dimension = words(QT_TRANSLATE_NOOP("PositionsFigure", "dimension"));
    const auto similarity = [&](const QRectF& card, const QString& title) {
        paintCards.matrix(paintCards.card(card, title), lab->similarity, "similarity", position, position);
    };
    switch (question.scheme) {
    case PositionKind::None:
        return say(words(QT_TRANSLATE_NOOP(
            "PositionsFigure", "Nothing tells the positions: attention sees the words as a set. Only a causal mask still tells before from after.")));
    case PositionKind::Sinusoidal:
    case PositionKind::Learned: {
        const auto place = cards(room, cardCount(question.scheme), theme);
        paintCards.matrix(paintCards.card(place[0], words(QT_TRANSLATE_NOOP("PositionsFigure", "PE: one row per position"))),
                          lab->rows, "rows", position, dimension);
        paintCards.waves(paintCards.card(place[1], words(QT_TRANSLATE_NOOP("PositionsFigure", "Some dimensions over the positions"))));
        return similarity(place[2], words(QT_TRANSLATE_NOOP("PositionsFigure", "PE · PEᵀ: how alike positions are")));
    }
    case PositionKind::Rotary: {
        const PositionSpec& own = scene.trace->model().spec().stack(sideOf(scene)).positions;
        QRectF below = room;
        if (own.kind == PositionKind::Rotary && own.rotaryScaling == RotaryScaling::Dynamic)
            below.setTop(paintCards.base(room, own) + theme.space(8));
        const auto place = cards(below, cardCount(question.scheme), theme);
        paintCards.matrix(paintCards.card(place[0], words(QT_TRANSLATE_NOOP("PositionsFigure", "cos of each pair's angle"))),
                          lab->rows, "rows", position, words(QT_TRANSLATE_NOOP("PositionsFigure", "pair")));
        paintCards.dials(paintCards.card(place[1], words(QT_TRANSLATE_NOOP("PositionsFigure", "How far a pair is turned"))));
        return similarity(place[2], words(QT_TRANSLATE_NOOP("PositionsFigure", "mean of cos(angle − angle)")));
    }
    case PositionKind::Alibi:
    case PositionKind::T5Relative: {
        const auto place = cards(room, cardCount(question.scheme), theme);
        const QString name = words(QT_TRANSLATE_NOOP("PositionsFigure", "Added to the scores of head %1")).arg(question.head + 1);
        paintCards.matrix(paintCards.card(place[0], name), lab->bias, "bias",
                          words(QT_TRANSLATE_NOOP("PositionsFigure", "query")), words(QT_TRANSLATE_NOOP("PositionsFigure", "key")));
        if (question.scheme == PositionKind::Alibi)
            paintCards.slopes(paintCards.card(place[1], words(QT_TRANSLATE_NOOP("PositionsFigure", "Slope of each head"))));
        return;
    }
    }
}

std::vector<StepRef> PositionsFigure::shownSteps(const Scene& scene) const
{
    const StepRef position{.step = Step::EmbedPosition, .side = sideOf(scene)};
    return scene.trace->view(position) ? std::vector{position} : std::vector<StepRef>{};
}

} // namespace hl::ui
