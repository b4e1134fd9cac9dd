#pragma once

#include "core/explain/explanation.h"

#include <optional>
#include <string>
#include <vector>

namespace hl {

/// A part of a formula written with its numbers: an operator, or one number and where it comes from.
struct LedgerPiece
{
    std::string text;            ///< " · ", "exp("; empty for a number
    std::string symbol;          ///< of a number: "q[6,2]", "√d_k"
    std::optional<double> value; ///< set for a number
    std::optional<Source> source; ///< where the number is stored; nothing where it is made on the way
};

/// The right-hand side of an explanation with its numbers in place of its symbols, all terms of a sum included:
/// "0.31 · 0.42 + −0.87 · 0.05", "27.94 / 5.657", "exp(−0.41)". Their result is explanation.result.
[[nodiscard]] std::vector<LedgerPiece> ledgerNumbers(const Explanation& explanation);

/// True if the result is the sum of the terms, so that they can be shown as a list.
[[nodiscard]] bool isSum(const Explanation& explanation);

/// What the numbers are taken from, where it is not one formula: "max" before the list of a row's numbers.
[[nodiscard]] bool isListOfNumbers(const Explanation& explanation);

} // namespace hl
