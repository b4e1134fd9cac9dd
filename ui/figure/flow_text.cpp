#include "ui/figure/flow_text.h"

#include "ui/paint/type_metrics.h"

#include <QTextBoundaryFinder>

namespace hl::ui {

namespace {

/// Pieces between which a line may break; a space stays at the end of its piece.
QStringList breakable(const QString& text)
{
    QStringList pieces;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Line, text);
    qsizetype begin = 0;
    while (finder.toNextBoundary() >= 0) {
        pieces << text.mid(begin, finder.position() - begin);
        begin = finder.position();
    }
    return pieces;
}

struct Piece
{
    const TextSpan* span;
    QString text;
    qreal width;
    qreal inkWidth; ///< without the space at its end
};

/// "(key ", in either script.
bool opensBracket(const QString& piece)
{
    const auto isOpen = [&piece](QChar begin, QChar end) { return piece.startsWith(begin) && !piece.contains(end); };
    return isOpen(QLatin1Char('('), QLatin1Char(')')) || isOpen(QChar(0xFF08), QChar(0xFF09));
}

/// A piece that must stay with the one before: punctuation that closes what a span before it said, the sign of a
/// percentage, a space, which begins no line, and the second word in brackets: "(key 2)".
bool isTied(const std::vector<Piece>& pieces, std::size_t i)
{
    static const QString closing = QStringLiteral(").,;:!?”’」』）。，；：！？、");
    if (i == 0 || pieces[i].text.isEmpty())
        return false;
    const QChar first = pieces[i].text.front();
    const QString& before = pieces[i - 1].text;
    return opensBracket(before) || first.isSpace() || first == QLatin1Char('%') || (closing.contains(first) && !before.endsWith(QLatin1Char(' ')));
}

/// The room that a piece needs on its line, with those that are tied to it.
qreal tiedWidth(const std::vector<Piece>& pieces, std::size_t i)
{
    qreal width = 0.0;
    for (; i + 1 < pieces.size() && isTied(pieces, i + 1); ++i)
        width += pieces[i].width;
    return width + pieces[i].inkWidth;
}

struct Placed
{
    const TextSpan* span;
    QString text;
    QRectF rect;
};

struct Flow
{
    std::vector<Placed> pieces;
    qreal height = 0.0;
};

/// Where the pieces of the text stand, from (0, 0) on.
Flow flowed(const Theme& theme, qreal width, const std::vector<TextSpan>& spans, TextSize size)
{
    const QFont plain = theme.font(size);
    const TypeMetrics plainMetrics(plain);
    const TypeMetrics boldMetrics(theme.font(size, QFont::DemiBold));
    const qreal line = plainMetrics.height() * 1.3;
    std::vector<Piece> pieces;
    for (const TextSpan& span : spans) {
        const TypeMetrics& metrics = span.isBold ? boldMetrics : plainMetrics;
        for (const QString& text : span.number ? QStringList{span.text} : breakable(span.text))
            pieces.push_back({&span, text, metrics.horizontalAdvance(text), metrics.horizontalAdvance(text.trimmed())});
    }
    Flow flow;
    qreal x = 0.0;
    qreal y = 0.0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const Piece& piece = pieces[i];
        if (x > 0.0 && !isTied(pieces, i) && x + tiedWidth(pieces, i) > width) {
            x = 0.0;
            y += line;
        }
        flow.pieces.push_back({piece.span, piece.text, QRectF(x, y, std::min(piece.width + 1.0, width - x), line)});
        x += piece.width;
    }
    flow.height = y + line;
    return flow;
}

} // namespace

std::vector<TextSpan> spansOf(const QString& pattern, const std::vector<TextSpan>& arguments, const QColor& color)
{
    std::vector<TextSpan> spans;
    QString plain;
    const auto flush = [&] {
        if (!plain.isEmpty())
            spans.push_back({plain, color, false, std::nullopt, QString()});
        plain.clear();
    };
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const int digit = pattern[i] == QLatin1Char('%') && i + 1 < pattern.size() ? pattern[i + 1].digitValue() : -1;
        if (digit >= 1 && digit <= static_cast<int>(arguments.size())) {
            flush();
            spans.push_back(arguments[static_cast<std::size_t>(digit - 1)]);
            ++i;
        } else {
            plain += pattern[i];
        }
    }
    flush();
    return spans;
}

qreal flowText(Ink& ink, const QRectF& rect, const std::vector<TextSpan>& spans, TextSize size)
{
    const Flow flow = flowed(ink.theme(), rect.width(), spans, size);
    for (const Placed& placed : flow.pieces) {
        const TextSpan& span = *placed.span;
        const QFont font = ink.theme().font(size, span.isBold ? QFont::DemiBold : QFont::Normal);
        const QRectF place = placed.rect.translated(rect.topLeft());
        if (span.number) {
            ink.painter().setFont(font);
            ink.painter().setPen(span.color);
            ink.derivedNumber(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, placed.text, *span.number,
                              span.numberName);
        } else {
            ink.text(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, placed.text, span.color, font);
        }
    }
    return flow.height;
}

qreal flowHeight(const Theme& theme, qreal width, const std::vector<TextSpan>& spans, TextSize size)
{
    return flowed(theme, width, spans, size).height;
}

} // namespace hl::ui
