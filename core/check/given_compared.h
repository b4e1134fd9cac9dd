#pragma once

#include "core/check/given_choices.h"

namespace hl {

/// Puts in order what someone computed from the inputs, by one choice: fills reading.compared, in the order of computation, and says
/// in reading.notes what was assumed for that. reading.problem must be filled. With a truth everything is compared, else only
/// what the given inputs lead to.
/// Errors name the array whose shape does not go with the inputs, and the shape that would.
[[nodiscard]] Result<void> takeCompared(const GivenPlaces& places, const Truth* truth, const ReadingChoice& choice, Reading& reading);

} // namespace hl
