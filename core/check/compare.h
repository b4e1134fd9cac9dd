#pragma once

#include "core/check/check.h"

#include <optional>

namespace hl {

/// How far two numbers may be apart to count as equal; see ArrayResult.
struct Tolerance
{
    bool isLoose = false;
    int decimals = 0;       ///< numbers rounded to so many decimals; 0: not
    bool isHalf = false;    ///< inputs rounded to float16

    /// Wider where the numbers were rounded before they were given; not loose where nothing tells so.
    [[nodiscard]] static Tolerance looserFor(const Given& given);
    [[nodiscard]] double relativeTo(NumberType type) const;
    [[nodiscard]] double absolute() const; ///< half of the last decimal, with room for what was computed from such numbers
};

struct Difference
{
    ArrayResult result;
    double error = 0.0; ///< in units of the bound; infinite where shapes differ
};

[[nodiscard]] Difference differenceOf(const Compared& theirs, const HeadMatrices& ours, const Tolerance& tolerance);

/// The rate at which dropout would have made `theirs` of `ours`: each weight is 0 or divided by 1 − rate, and some are 0.
[[nodiscard]] std::optional<double> dropoutBetween(const Compared& theirs, const HeadMatrices& ours, const Tolerance& tolerance);

} // namespace hl
