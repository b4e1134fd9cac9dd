#include "ui/figure/flow_text.h"

#include <QFontMetricsF>
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
    const QFont plain = ink.theme().font(size);
    const QFont bold = ink.theme().font(size, QFont::DemiBold);
    const qreal line = QFontMetricsF(plain).height() * 1.3;
    qreal x = 0.0;
    qreal y = 0.0;
    for (const TextSpan& span : spans) {
        const QFont& font = span.isBold ? bold : plain;
        const QFontMetricsF metrics(font);
        const QStringList pieces = span.number ? QStringList{span.text} : breakable(span.text);
        for (const QString& piece : pieces) {
            const qreal width = metrics.horizontalAdvance(piece);
            if (x > 0.0 && x + metrics.horizontalAdvance(piece.trimmed()) > rect.width()) {
                x = 0.0;
                y += line;
            }
            const QRectF place(rect.left() + x, rect.top() + y, std::min(width + 1.0, rect.width() - x), line);
            if (span.number) {
                ink.painter().setFont(font);
                ink.painter().setPen(span.color);
                ink.derivedNumber(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, piece, *span.number,
                                  span.numberName);
            } else {
                ink.text(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, piece, span.color, font);
            }
            x += width;
        }
    }
    return y + line;
}

} // namespace hl::ui
