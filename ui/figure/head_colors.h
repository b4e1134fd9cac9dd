#pragma once

#include "ui/figure/derived.h"
#include "ui/figure/ink.h"

#include <optional>

namespace hl::ui {

// Heads as fields of the colour of one number, options.headColor, in the place of their patterns. It must have been chosen.

/// What the colours go from and to: the smallest and the largest number of a head.
struct HeadColorRange
{
    double least = 0.0;
    double most = 0.0;
};

/// Of all heads whose number is known and finite; nothing where there is none.
[[nodiscard]] std::optional<HeadColorRange> headColorRange(const Scene& scene, When when);
/// One head's field, with the number where it fits.
void paintHeadColor(Ink& ink, const QRectF& rect, const StepRef& head, const Scene& scene, const std::optional<HeadColorRange>& range);
/// The name of the number, and the colour bar between the smallest and the largest head.
void paintHeadColorLegend(Ink& ink, const QRectF& rect, const Scene& scene);

} // namespace hl::ui
