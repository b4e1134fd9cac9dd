#pragma once

#include "core/base/matrix.h"
#include "core/base/number_type.h"
#include "core/trace/changes.h"

#include <vector>

namespace hl {

/// Writes over a step that was just computed, [rows, cols], what was changed of it by hand: first a forced pattern, then single
/// cells. Then rounds it to `rounding`, unless that is NumberType::Double. `mask` of the same shape, −∞ where a pair is forbidden, is
/// needed for a forced pattern only. The rows that may now differ are returned, each once.
template <class T>
[[nodiscard]] std::vector<Index> settleNumbers(MutableMap<T> numbers, const StepRef& ref, const Changes& changes, const MatrixView& mask,
                                               NumberType rounding);

} // namespace hl
