#pragma once

#include "core/edit/edit.h"

namespace hl {

/// The numbers of a preset, [rows, cols]. The same seed gives the same numbers on every machine.
[[nodiscard]] MatrixOf<double> filled(WeightPreset preset, Index rows, Index cols, std::uint64_t seed);

} // namespace hl
