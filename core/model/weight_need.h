#pragma once

#include <cstdint>

namespace hl {

class TensorStore;

/// How much memory a model's weights take, by the heads of their files; bytes. Nothing is allocated for them.
struct WeightNeed
{
    std::uint64_t passing = 0;   ///< the largest tensor as it is stored and as it is brought into order, given back afterwards
    std::uint64_t wide = 0;      ///< in float32, and float64 beside it where they are stored so
    std::uint64_t narrow = 0;    ///< the same with 16-bit weights kept as stored
    std::uint64_t available = 0; ///< what this program may still take; 0: not known

    /// At most at one time.
    [[nodiscard]] std::uint64_t peak(bool isNarrow) const { return passing + (isNarrow ? narrow : wide); }
    /// More than 40 % of what is free.
    [[nodiscard]] bool isMuch(bool isNarrow) const { return available > 0 && peak(isNarrow) > available / 5 * 2; }
};

[[nodiscard]] WeightNeed needOf(const TensorStore& tensors);

} // namespace hl
