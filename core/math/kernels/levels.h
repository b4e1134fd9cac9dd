#pragma once

#include "core/math/kernels/kernels.h"

#include <vector>

namespace hl {

/// The kernels for this processor: the highest level it has.
[[nodiscard]] const HlKernels& kernels();

/// Those of every level that this processor can run, lowest first.
[[nodiscard]] std::vector<HlKernels> kernelsOfAllLevels();

} // namespace hl
