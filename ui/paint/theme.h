#pragma once

#include <QColor>
#include <QFont>

namespace hl::ui {

/// Type sizes in points at scale 1; everything scales with Theme::scale.
enum class TextSize { Secondary, Body, Emphasis, Sentence };

/// Colours, type and spacing of one appearance. A value: figures get it handed in, nothing asks the application.
struct Theme
{
    bool isDark = false;
    qreal scale = 1.0; ///< font setting and presenter mode

    QColor ground, panel, line;
    QColor text, secondary, faint;
    QColor accent, selectedGround;
    QColor query, key, value;
    QColor holds, broken;
    QColor chip;      ///< resting token chip
    QColor forbidden; ///< fill of a forbidden cell

    [[nodiscard]] QFont font(TextSize size = TextSize::Body, QFont::Weight weight = QFont::Normal) const;
    /// Tabular figures, so that columns of numbers line up.
    [[nodiscard]] QFont numberFont(TextSize size = TextSize::Body, QFont::Weight weight = QFont::Normal) const;
    /// A length on the 4-pixel grid, scaled.
    [[nodiscard]] qreal space(qreal pixels) const { return pixels * scale; }

    [[nodiscard]] static Theme light(qreal scale = 1.0);
    [[nodiscard]] static Theme dark(qreal scale = 1.0);
};

/// `share` of the way from one colour to another.
[[nodiscard]] QColor mixed(const QColor& from, const QColor& to, qreal share);

} // namespace hl::ui
