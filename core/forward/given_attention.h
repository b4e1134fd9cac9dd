#pragma once

#include "core/attention/masks.h"
#include "core/forward/context.h"

namespace hl {

/// One attention call from numbers that were given in the place of a model's: all that follows from them, each a step of
/// layer 0, and nothing else. Errors: a mask of the wrong size; Cancelled.
template <class T>
[[nodiscard]] Result<void> attendGiven(ForwardContext<T>& context, const MaskChoice& choice);

} // namespace hl
