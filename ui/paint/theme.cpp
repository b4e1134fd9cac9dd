#include "ui/paint/theme.h"

#include <QStringList>

namespace hl::ui {

namespace {

qreal pixelsOf(TextSize size)
{
    switch (size) {
    case TextSize::Secondary: return 11.5;
    case TextSize::Body: return 13.0;
    case TextSize::Emphasis: return 14.5;
    case TextSize::Sentence: return 17.0;
    }
    return 13.0;
}

// The Simplified Chinese face is named: under an English locale Qt would pick the Japanese one.
QStringList sansFamilies()
{
    return {QStringLiteral("Inter"), QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans"),
            QStringLiteral("Noto Sans CJK SC"), QStringLiteral("sans-serif")};
}

QStringList monoFamilies()
{
    return {QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono"), QStringLiteral("Noto Sans Mono"),
            QStringLiteral("Noto Sans Mono CJK SC"), QStringLiteral("monospace")};
}

QFont made(const QStringList& families, qreal pixels, QFont::Weight weight)
{
    QFont font;
    font.setFamilies(families);
    font.setPixelSize(qMax(1, qRound(pixels)));
    font.setWeight(weight);
    return font;
}

} // namespace

QFont Theme::font(TextSize size, QFont::Weight weight) const
{
    return made(sansFamilies(), pixelsOf(size) * scale, weight);
}

QFont Theme::numberFont(TextSize size, QFont::Weight weight) const
{
    return made(monoFamilies(), (pixelsOf(size) - 0.5) * scale, weight);
}

Theme Theme::light(qreal scale)
{
    Theme t;
    t.scale = scale;
    t.ground = QColor(0xF6, 0xF6, 0xF3);
    t.panel = QColor(0xFF, 0xFF, 0xFF);
    t.line = QColor(0xE2, 0xE2, 0xDC);
    t.text = QColor(0x1D, 0x1D, 0x1B);
    t.secondary = QColor(0x6E, 0x6E, 0x68);
    t.faint = QColor(0xA9, 0xA9, 0xA2);
    t.accent = QColor(0x5B, 0x3F, 0xA8);
    t.selectedGround = QColor(0xEE, 0xEA, 0xF8);
    t.query = QColor(0x00, 0x72, 0xB2);
    t.key = QColor(0xD5, 0x5E, 0x00);
    t.value = QColor(0x00, 0x9E, 0x73);
    t.holds = QColor(0x1B, 0x7F, 0x5C);
    t.broken = QColor(0xB3, 0x26, 0x1E);
    t.chip = QColor(0xF0, 0xF0, 0xEB);
    t.forbidden = QColor(0xF0, 0xF0, 0xEB);
    return t;
}

Theme Theme::dark(qreal scale)
{
    Theme t;
    t.isDark = true;
    t.scale = scale;
    t.ground = QColor(0x17, 0x18, 0x1B);
    t.panel = QColor(0x1F, 0x21, 0x25);
    t.line = QColor(0x33, 0x36, 0x3C);
    t.text = QColor(0xEC, 0xEC, 0xE8);
    t.secondary = QColor(0xA3, 0xA5, 0xA9);
    t.faint = QColor(0x6D, 0x70, 0x76);
    t.accent = QColor(0xB9, 0xA5, 0xF5);
    t.selectedGround = QColor(0x2D, 0x28, 0x40);
    t.query = QColor(0x56, 0xB4, 0xE9);
    t.key = QColor(0xF0, 0x89, 0x4A);
    t.value = QColor(0x3C, 0xC7, 0x9F);
    t.holds = QColor(0x5C, 0xC8, 0xA0);
    t.broken = QColor(0xF2, 0x87, 0x7F);
    t.chip = QColor(0x2A, 0x2C, 0x31);
    t.forbidden = QColor(0x2A, 0x2C, 0x31);
    return t;
}

QColor mixed(const QColor& from, const QColor& to, qreal share)
{
    const auto part = [share](int a, int b) { return qRound(a + (b - a) * share); };
    return {part(from.red(), to.red()), part(from.green(), to.green()), part(from.blue(), to.blue())};
}

} // namespace hl::ui
