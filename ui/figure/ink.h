#pragma once

#include "core/explain/explanation.h"
#include "ui/figure/scene.h"

#include <QPainter>
#include <QRectF>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace hl::ui {

/// Where the picture goes: decides how cells are drawn (an image on screen, crisp rectangles in SVG, a lossless image
/// in PDF).
enum class Medium { Screen, Png, Svg, Pdf };

/// A number as it was painted: what the truth test walks back to the core.
struct PaintedNumber
{
    QString text;
    double value = 0.0;
    Source source;  ///< cell or tensor it shows
    QString derived; ///< else: the name of a quantity derived from the trace ("row sum", "share of head 2.1")
};

/// An area of the picture that means something under the mouse.
struct HotArea
{
    QRectF rect;
    Place place;             ///< what a click selects
    QString toolTip;         ///< plain text
    QString accessibleText;  ///< spoken: "row it, column animal, 0.62"
};

/// What a figure paints with: a painter, the medium, and a record of every number and every sensitive area.
class Ink
{
public:
    Ink(QPainter& painter, Medium medium, const Theme& theme);

    [[nodiscard]] QPainter& painter() { return m_painter; }
    [[nodiscard]] Medium medium() const { return m_medium; }
    [[nodiscard]] const Theme& theme() const { return m_theme; }

    /// The only way a figure may paint a number from the trace or from a tensor: text is made by formatValue().
    void number(const QRectF& rect, int flags, double value, int significantDigits, const Source& source);
    /// A number derived from several cells; `name` says from which, for the truth test.
    void derivedNumber(const QRectF& rect, int flags, const QString& text, double value, const QString& name);
    /// The same for a number that is part of a longer text painted by the caller.
    void noteNumber(const QString& text, double value, const Source& source);
    void note(PaintedNumber number) { m_numbers.push_back(std::move(number)); }

    void text(const QRectF& rect, int flags, const QString& text, const QColor& color, const QFont& font);
    /// Text cut with an ellipsis in the middle or at the end to fit the rectangle.
    void elidedText(const QRectF& rect, int flags, const QString& text, const QColor& color, const QFont& font,
                    Qt::TextElideMode mode = Qt::ElideRight);

    void hot(HotArea area) { m_hot.push_back(std::move(area)); }

    [[nodiscard]] const std::vector<PaintedNumber>& numbers() const { return m_numbers; }
    [[nodiscard]] const std::vector<HotArea>& hotAreas() const { return m_hot; }

private:
    QPainter& m_painter;
    Medium m_medium;
    Theme m_theme;
    std::vector<PaintedNumber> m_numbers;
    std::vector<HotArea> m_hot;
};

/// A number for people: significant digits, a real minus sign, "−∞" and "NaN". Always "." as decimal point.
[[nodiscard]] QString formatValue(double value, int significantDigits);
/// For the inside of a cell: ".39", "1", "−.7": at most `digits` decimals and no leading zero.
[[nodiscard]] QString formatCell(double value, int decimals);

} // namespace hl::ui
