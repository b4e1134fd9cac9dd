#include "ui/figure/prompt_figure.h"

#include "ui/figure/labels.h"
#include "ui/paint/type_metrics.h"

#include <QCoreApplication>

#include <algorithm>

namespace hl::ui {

namespace {

constexpr qreal chipHeight = 26;
constexpr qreal captionHeight = 15; // the words "query" and "key" below their chips
constexpr qreal chipPadding = 10;
constexpr qreal chipGap = 6;
constexpr qreal lineGap = 3;
constexpr qreal widestChip = 240;

struct Chip
{
    QRectF rect;
    QString label;
    Side side = Side::Only;
    Index position = 0;
    bool isSpecial = false;
    Index end = 1; ///< behind the last token of a word; position + 1 for a token
};

struct Note
{
    QRectF rect;
    QString text;
};

struct Layout
{
    std::vector<Chip> chips;
    std::vector<Note> notes; ///< names of the groups, and how many tokens are not drawn
    qreal height = 0;
};

QString words(const char* text)
{
    return QCoreApplication::translate("PromptFigure", text);
}

QString groupName(Side side)
{
    switch (side) {
    case Side::Encoder: return words(QT_TRANSLATE_NOOP("PromptFigure", "source"));
    case Side::Decoder: return words(QT_TRANSLATE_NOOP("PromptFigure", "target"));
    case Side::Query: return words(QT_TRANSLATE_NOOP("PromptFigure", "asked for"));
    case Side::Only: break;
    }
    return {};
}

/// Puts boxes side by side and starts a new line where the width ends.
class Lines
{
public:
    Lines(const Theme& theme, qreal width)
        : m_theme(theme)
        , m_width(width)
    {}

    QRectF next(qreal width)
    {
        if (m_x > 0 && m_x + width > m_width)
            newLine();
        const QRectF rect(m_x, m_y, std::min(width, std::max(m_width, m_theme.space(24))), m_theme.space(chipHeight));
        m_x += width + m_theme.space(chipGap);
        return rect;
    }

    void newLine()
    {
        m_x = 0;
        m_y += m_theme.space(chipHeight + captionHeight + lineGap);
    }

    [[nodiscard]] qreal bottom() const { return m_y + m_theme.space(chipHeight + captionHeight); }

private:
    const Theme& m_theme;
    qreal m_width;
    qreal m_x = 0;
    qreal m_y = 0;
};

std::vector<WordSpan> spansOf(const Tokens& tokens, bool joinsWords)
{
    if (joinsWords)
        return wordSpans(tokens);
    std::vector<WordSpan> spans;
    for (int i = 0; i < static_cast<int>(tokens.size()); ++i)
        spans.push_back({i, i + 1, 0, false});
    return spans;
}

Layout layoutOf(const Scene& scene, qreal width)
{
    Layout layout;
    const Theme& theme = scene.theme;
    Lines lines(theme, width);
    layout.height = lines.bottom();
    if (!scene.trace)
        return layout;
    const TypeMetrics metrics(theme.font());
    const TypeMetrics small(theme.font(TextSize::Secondary));
    bool isFirst = true;
    for (const Side side : scene.trace->model().spec().sides()) {
        if (!std::exchange(isFirst, false))
            lines.newLine();
        if (const QString name = groupName(side); !name.isEmpty())
            layout.notes.push_back({lines.next(small.horizontalAdvance(name) + theme.space(8)), name});
        const Tokens& tokens = scene.trace->tokens(side);
        const std::vector<WordSpan> spans = spansOf(tokens, scene.options.reading.joinsWords);
        const auto drawn = std::min<std::size_t>(spans.size(), PromptFigure::mostChips);
        for (std::size_t i = 0; i < drawn; ++i) {
            const WordSpan& span = spans[i];
            const QString label = wordLabel(tokens, span);
            const qreal wanted = metrics.horizontalAdvance(label) + 2 * theme.space(chipPadding);
            const QRectF rect = lines.next(std::clamp(wanted, theme.space(30), theme.space(widestChip)));
            layout.chips.push_back({rect, label, side, span.first, tokens[static_cast<std::size_t>(span.first)].isSpecial, span.last});
        }
        if (drawn < spans.size()) {
            const auto rest = static_cast<int>(tokens.size()) - spans[drawn].first;
            const QString more = QCoreApplication::translate("PromptFigure", "and %n more token(s)", nullptr, rest);
            layout.notes.push_back({lines.next(small.horizontalAdvance(more) + theme.space(8)), more});
        }
    }
    layout.height = lines.bottom();
    return layout;
}

bool holds(const Chip& chip, Index token)
{
    return token >= chip.position && token < chip.end;
}

bool isQuery(const Chip& chip, const Place& place)
{
    return chip.side == place.side && holds(chip, place.query);
}

bool isKey(const Chip& chip, const Place& place)
{
    return chip.side == keySide(place.refOf(Step::Pattern)) && holds(chip, place.key);
}

/// What a click on a chip selects: a query, or the key where the chip's stack only has keys.
Place placeOf(const Chip& chip, const Place& now)
{
    Place place = now;
    if (now.isCross && chip.side == Side::Encoder) {
        if (!holds(chip, place.key))
            place.key = chip.position;
        return place;
    }
    // Words asked for look at the text: a click there chooses what is looked at, and a second one goes there.
    if (now.side == Side::Query && chip.side == Side::Only && !holds(chip, place.key)) {
        place.key = chip.position;
        return place;
    }
    if (chip.side != now.side) {
        place.side = chip.side;
        place.isCross = false;
    }
    if (!holds(chip, place.query) || chip.side != now.side)
        place.query = chip.position;
    return place;
}

void paintChip(Ink& ink, const Chip& chip, const Scene& scene)
{
    const Theme& theme = ink.theme();
    const bool query = isQuery(chip, scene.place);
    const bool key = isKey(chip, scene.place);
    const QColor mark = query ? theme.query : theme.key;
    QColor ground = theme.chip;
    if (query || key) {
        ground = mark;
        ground.setAlphaF(theme.isDark ? 0.25F : 0.14F);
    }
    QPainter& painter = ink.painter();
    const qreal radius = theme.space(6);
    painter.setPen(query || key ? QPen(mark, theme.space(1.5)) : QPen(Qt::NoPen));
    painter.setBrush(ground);
    painter.drawRoundedRect(chip.rect, radius, radius);
    if (query && key) {
        painter.setPen(QPen(theme.key, theme.space(1.5)));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(chip.rect.adjusted(2.5, 2.5, -2.5, -2.5), radius - 2, radius - 2);
    }
    const qreal inset = theme.space(6);
    ink.elidedText(chip.rect.adjusted(inset, 0, -inset, 0), Qt::AlignCenter, chip.label,
                   chip.isSpecial ? theme.secondary : theme.text,
                   theme.font(TextSize::Body, query || key ? QFont::DemiBold : QFont::Medium), Qt::ElideMiddle);
}

/// "query", "key" or both, below the chip, so that colour is not alone.
void paintCaption(Ink& ink, const Chip& chip, const Place& place, qreal leftEdge)
{
    const Theme& theme = ink.theme();
    const bool query = isQuery(chip, place);
    const bool key = isKey(chip, place);
    if (!query && !key)
        return;
    const QString word = query && key ? words(QT_TRANSLATE_NOOP("PromptFigure", "query = key"))
                         : query      ? words(QT_TRANSLATE_NOOP("PromptFigure", "query"))
                                      : words(QT_TRANSLATE_NOOP("PromptFigure", "key"));
    const qreal side = theme.space(30);
    QRectF rect(chip.rect.left() - side, chip.rect.bottom(), chip.rect.width() + 2 * side, theme.space(captionHeight));
    QFont font = theme.font(TextSize::Secondary);
    font.setPixelSize(qRound(theme.space(10.5)));
    // The first chip may be narrower than the word: then it starts at the edge instead of outside of it.
    const qreal wordLeft = rect.center().x() - TypeMetrics(font).horizontalAdvance(word) / 2;
    if (wordLeft < leftEdge)
        rect.moveLeft(rect.left() + leftEdge - wordLeft);
    ink.text(rect, Qt::AlignCenter, word, query ? theme.query : theme.key, font);
}

QString toolTipOf(const Chip& chip, const Scene& scene)
{
    const Tokens& tokens = scene.trace->tokens(chip.side);
    const Token& token = tokens[static_cast<std::size_t>(chip.position)];
    if (chip.end - chip.position > 1) {
        QStringList pieces;
        for (Index i = chip.position; i < chip.end; ++i)
            pieces << tokenLabel(tokens, i);
        return words(QT_TRANSLATE_NOOP("PromptFigure", "%1\npositions %2 to %3: %4\nClick: query. Shift-click or right button: key."))
            .arg(chip.label)
            .arg(scene.trace->placeOf(chip.side, chip.position))
            .arg(scene.trace->placeOf(chip.side, chip.end - 1))
            .arg(pieces.join(QStringLiteral(" · ")));
    }
    QString tip = QCoreApplication::translate("PromptFigure", "%1\nposition %2 · number %3 in the vocabulary")
                      .arg(chip.label, QString::number(scene.trace->placeOf(chip.side, chip.position)), QString::number(token.id));
    tip += QLatin1Char('\n') + words(QT_TRANSLATE_NOOP("PromptFigure", "Click: query. Shift-click or right button: key."));
    return tip;
}

} // namespace

QString PromptFigure::title(const Scene&) const
{
    return QCoreApplication::translate("PromptFigure", "Tokens");
}

QSizeF PromptFigure::naturalSize(const Scene& scene) const
{
    const qreal width = scene.theme.space(900);
    qreal right = scene.theme.space(120);
    const Layout layout = layoutOf(scene, width);
    for (const Chip& chip : layout.chips)
        right = std::max(right, chip.rect.right());
    const qreal margin = scene.theme.space(2);
    return {std::min(right, width) + 2 * margin, layout.height + 2 * margin};
}

qreal PromptFigure::heightFor(const Scene& scene, qreal width) const
{
    const qreal margin = scene.theme.space(2);
    return layoutOf(scene, width - 2 * margin).height + 2 * margin;
}

void PromptFigure::paint(Ink& ink, const QRectF& rect, const Scene& scene) const
{
    const qreal margin = scene.theme.space(2);
    Layout layout = layoutOf(scene, rect.width() - 2 * margin);
    const QPointF origin = rect.topLeft() + QPointF(margin, margin);
    for (Chip& chip : layout.chips) {
        chip.rect.translate(origin);
        paintChip(ink, chip, scene);
        paintCaption(ink, chip, scene.place, origin.x());
        ink.hot({chip.rect, placeOf(chip, scene.place), toolTipOf(chip, scene),
                 words(QT_TRANSLATE_NOOP("PromptFigure", "token %1, %2")).arg(scene.trace->placeOf(chip.side, chip.position)).arg(chip.label)});
    }
    for (const Note& note : layout.notes)
        ink.text(note.rect.translated(origin), Qt::AlignLeft | Qt::AlignVCenter, note.text, ink.theme().secondary,
                 ink.theme().font(TextSize::Secondary));
}

std::vector<StepRef> PromptFigure::shownSteps(const Scene& scene) const
{
    std::vector<StepRef> steps;
    if (scene.trace) {
        for (const Side side : scene.trace->model().spec().sides())
            if (side != Side::Query) // whose tokens are not numbers, but places in the text
                steps.push_back({.step = Step::Tokens, .side = side});
    }
    return steps;
}

} // namespace hl::ui
