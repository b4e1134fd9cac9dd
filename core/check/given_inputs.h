#pragma once

#include "core/check/given_choices.h"

namespace hl {

/// Puts together what a computation starts from, by one choice: fills reading.problem (x [n, d_model] with or without positions,
/// projections [in, out], or q, k and v [n, heads · d]) and says in reading.notes what was assumed for that.
/// Errors name the array whose shape does not go with the others, and the shape that would.
[[nodiscard]] Result<void> takeInputs(const GivenPlaces& places, const ReadingChoice& choice, Reading& reading);

} // namespace hl
