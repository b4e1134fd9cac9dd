#pragma once

#include "ui/figure/ink.h"

namespace hl::ui {

/// A stretch of a sentence with its own looks.
struct TextSpan
{
    QString text;
    QColor color;
    bool isBold = false;
    std::optional<double> number = std::nullopt; ///< the text shows this number, which is derived from the trace
    QString numberName;                          ///< "attention weight in percent"
};

/// A sentence's template "%1 gives %3 %" as spans: each placeholder becomes the span given for it.
[[nodiscard]] std::vector<TextSpan> spansOf(const QString& pattern, const std::vector<TextSpan>& arguments,
                                            const QColor& color);

/// Paints spans as one text, broken into lines at spaces (anywhere where a word is wider than the line).
/// Returns the height used.
qreal flowText(Ink& ink, const QRectF& rect, const std::vector<TextSpan>& spans, TextSize size);
/// The height that flowText() needs in this width.
[[nodiscard]] qreal flowHeight(const Theme& theme, qreal width, const std::vector<TextSpan>& spans, TextSize size);

} // namespace hl::ui
