#pragma once

#include "core/explain/explanation.h"

#include <string>

namespace hl {

/// An explanation as a Python program that computes the cell with NumPy and prints it; every number is exact.
[[nodiscard]] std::string ledgerNumPy(const Explanation& explanation);

} // namespace hl
