#pragma once

#include "core/trace/trace.h"

#include <vector>

namespace hl {

/// What the changes of a run do to what the model makes of one token.
struct TokenEffect
{
    double change = 0.0; ///< ‖y' − y‖, y the last row of numbers before prediction, y' the same with the changes
    double size = 0.0;   ///< ‖y‖
    double cosine = 1.0; ///< y · y' / (‖y‖ ‖y'‖): 1 the same direction; NaN where a norm is 0
};

/// One for each token of the output side. Empty where nothing was changed, or where tokens were deleted or added, so that
/// rows do not correspond. Summed in float64: error below 1e-12 (1 + ‖y‖) beyond that of the rows themselves.
[[nodiscard]] std::vector<TokenEffect> editEffects(const Trace& trace);

} // namespace hl
