#pragma once

#include "core/explain/explanation.h"

#include <span>
#include <string>

namespace hl {

enum class LedgerFormat { Text, Latex, NumPy };

/// An explanation as text to paste: the formula, its numbers, the result, what was shown and what must hold.
/// Text and LaTeX: `digits` significant digits, 1..17. NumPy: a Python program that prints the result; its numbers
/// are written so that they are read back exactly, whatever `digits` says.
[[nodiscard]] std::string ledgerText(const Explanation& explanation, LedgerFormat format, int digits);

/// Several explanations, one after the other: the chain that leads to an attention weight.
[[nodiscard]] std::string ledgerText(std::span<const Explanation> chain, LedgerFormat format, int digits);

/// A number with `digits` significant digits and an ASCII minus: "0.9045", "1.2e-07", "-inf", "nan".
[[nodiscard]] std::string plainNumber(double value, int digits);

} // namespace hl
