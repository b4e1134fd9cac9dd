#pragma once

#include "core/base/matrix.h"
#include "core/trace/step.h"

#include <cstdint>

namespace hl {

/// How many numbers of a step's matrix, or of a part of it, are NaN or infinite. −∞ is not counted in steps where it is the ordinary
/// mark of a forbidden cell: mask, masked, softmax.max and softmax.shifted.
[[nodiscard]] std::int64_t countNonFinite(const MatrixView& view, DType dtype, Step step);

} // namespace hl
