#pragma once

#include "core/check/given_places.h"

namespace hl {

/// A mask that may have been meant, and what was assumed for that.
struct MaskReading
{
    MaskMatrix mask; ///< no rows: nothing is forbidden
    std::vector<Message> notes;
    int rank = 0;
};

/// The masks that the arrays may mean for scores [n, m], the most natural first. Where no mask was given: none, causal, and
/// what the numbers of the masked scores and weights themselves tell.
[[nodiscard]] Result<std::vector<MaskReading>> maskReadings(const GivenPlaces& places, Index n, Index m, const Reading& reading);

} // namespace hl
