#pragma once

#include "core/model/shards.h"

namespace hl {

/// How much memory a model's weights take, by the heads of their files; bytes. Nothing is allocated for them.
struct WeightNeed
{
    std::uint64_t files = 0;     ///< read whole, and given back when the model is there
    std::uint64_t wide = 0;      ///< in float32, and float64 beside it where they are stored so
    std::uint64_t narrow = 0;    ///< the same with 16-bit weights kept as stored
    std::uint64_t available = 0; ///< what this program may still take; 0: not known

    /// At most at one time.
    [[nodiscard]] std::uint64_t peak(bool isNarrow) const { return files + (isNarrow ? narrow : wide); }
    /// More than 40 % of what is free.
    [[nodiscard]] bool isMuch(bool isNarrow) const { return available > 0 && peak(isNarrow) > available / 5 * 2; }
};

/// Files whose head cannot be read count with their size; reading them says what is wrong.
[[nodiscard]] WeightNeed needOf(const WeightFiles& files);

} // namespace hl
