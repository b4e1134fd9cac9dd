#pragma once

#include "core/explain/explanation.h"

#include <string>

namespace hl {

/// An explanation as an `align*` environment (package amsmath): the formula, its numbers, the result.
[[nodiscard]] std::string ledgerLatex(const Explanation& explanation, int digits);

} // namespace hl
