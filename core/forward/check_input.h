#pragma once

#include "core/forward/forward.h"

namespace hl {

/// Whether one side of a run's input is something the model can read: tokens it has, as many as it takes, and everything
/// beside them of the right size.
[[nodiscard]] Result<void> checkSequence(const Model& model, Side side, const SequenceInput& input);

} // namespace hl
