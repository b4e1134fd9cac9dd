#include "ui/figure/ink.h"

#include "ui/paint/emoji.h"
#include "ui/paint/type_metrics.h"

#include <QImage>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr int emojiScale = 4; // pixels of an emoji's image to a unit of the page

/// A PDF has no colour glyphs, and joined emoji come out blank: they are drawn as pictures.
void drawEmojiImage(QPainter& painter, QPointF baseline, const QString& text, const QFont& font, const QColor& color)
{
    const TypeMetrics metrics(font);
    const QSizeF size(metrics.horizontalAdvance(text) + 2.0, metrics.height());
    QImage image((size * emojiScale).toSize().expandedTo(QSize(1, 1)), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter inner(&image);
    inner.setRenderHint(QPainter::TextAntialiasing);
    inner.scale(emojiScale, emojiScale);
    inner.setFont(font);
    inner.setPen(color);
    inner.drawText(QPointF(1.0, metrics.ascent()), text);
    inner.end();
    painter.drawImage(QRectF(baseline - QPointF(1.0, metrics.ascent()), size), image);
}

/// Scripts whose letters stand one beside the other without joining or reordering.
bool isPlainScript(const QString& text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) {
        const auto code = c.unicode();
        return code < 0x300 || (code >= 0x1D00 && code < 0x1DC0) || (code >= 0x2000 && code < 0x2300 && code != 0x200D) || (code >= 0x3000 && code < 0xA000);
    });
}

/// A PDF knows no letter behind a contextual form of a sign ("+" between capitals in Inter): it could not be copied.
QFont unshaped(QFont font)
{
    font.setStyleStrategy(QFont::PreferNoShaping);
    return font;
}

void drawRuns(QPainter& painter, const QRectF& rect, int flags, const QString& text, const QFont& font)
{
    const TypeMetrics metrics(font);
    const auto runs = emojiRuns(text);
    qreal width = 0.0;
    for (const TextRun& run : runs)
        width += metrics.horizontalAdvance(run.text);
    qreal x = rect.left();
    if (flags & Qt::AlignRight)
        x = rect.right() - width;
    else if (flags & Qt::AlignHCenter)
        x = rect.center().x() - width / 2.0;
    qreal y = rect.top() + metrics.ascent();
    if (flags & Qt::AlignBottom)
        y = rect.bottom() - metrics.descent();
    else if (flags & Qt::AlignVCenter)
        y = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2.0;
    for (const TextRun& run : runs) {
        if (run.isEmoji)
            drawEmojiImage(painter, {x, y}, run.text, font, painter.pen().color());
        else
            painter.drawText(QPointF(x, y), run.text);
        x += metrics.horizontalAdvance(run.text);
    }
}

} // namespace

Ink::Ink(QPainter& painter, Medium medium, const Theme& theme)
    : m_painter(painter)
    , m_medium(medium)
    , m_theme(theme)
{}

void Ink::number(const QRectF& rect, int flags, double value, int significantDigits, const Source& source)
{
    const QString text = formatValue(value, significantDigits);
    m_painter.drawText(rect, flags, text);
    m_numbers.push_back({text, value, source, QString()});
}

void Ink::derivedNumber(const QRectF& rect, int flags, const QString& text, double value, const QString& name)
{
    m_painter.drawText(rect, flags, text);
    m_numbers.push_back({text, value, Source{}, name});
}

void Ink::noteNumber(const QString& text, double value, const Source& source)
{
    m_numbers.push_back({text, value, source, QString()});
}

void Ink::text(const QRectF& rect, int flags, const QString& text, const QColor& color, const QFont& font)
{
    m_painter.setPen(color);
    m_painter.setFont(m_medium == Medium::Pdf && isPlainScript(text) ? unshaped(font) : font);
    if (m_medium == Medium::Pdf && hasEmoji(text) && !(flags & Qt::TextWordWrap))
        drawRuns(m_painter, rect, flags, text, font);
    else
        m_painter.drawText(rect, flags, text);
}

void Ink::elidedText(const QRectF& rect, int flags, const QString& text, const QColor& color, const QFont& font,
                     Qt::TextElideMode mode)
{
    const TypeMetrics metrics(font);
    this->text(rect, flags | Qt::TextSingleLine, metrics.elidedText(text, mode, rect.width()), color, font);
}

} // namespace hl::ui
