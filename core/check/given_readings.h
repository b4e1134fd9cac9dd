#pragma once

#include "core/check/given_places.h"

#include <vector>

namespace hl {

/// All ways to understand the arrays, the most natural first; never empty, but perhaps of one that compares nothing.
/// Errors: those of the most natural way, whose arrays do not go together; more scores than are checked at once.
[[nodiscard]] Result<std::vector<Reading>> expandedReadings(const GivenPlaces& places, const Truth* truth);

} // namespace hl
