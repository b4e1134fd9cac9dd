#pragma once

#include "core/attention/mistakes.h"

#include <vector>

namespace hl {

[[nodiscard]] bool isAnyNegative(const HeadMatrices& pattern);

/// The mistakes that leave what these weights show by themselves: columns or matrices that sum to 1, equal sums below 1,
/// negative weights, no number.
[[nodiscard]] std::vector<const Mistake*> tracesIn(const HeadMatrices& pattern, double tolerance);

} // namespace hl
