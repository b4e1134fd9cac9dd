#pragma once

#include "core/run/counterpart.h"
#include "ui/figure/compare_sides.h"
#include "ui/figure/ink.h"

namespace hl::ui {

/// A comparison in numbers: how far the two sides are apart (Jensen–Shannon in bits, Frobenius, cosine), and the largest changes,
/// each with both numbers and their difference, as far as there is room.
void paintCompareDistances(Ink& ink, const QRectF& rect, const Scene& scene, const Comparison& comparison, const CompareSides& sides);

} // namespace hl::ui
