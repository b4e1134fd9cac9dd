#pragma once

#include "core/base/matrix.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace hl {

/// Which keys a query may attend to, as numbers added to the scores: 0 allowed, −∞ forbidden, or any number.
using MaskMatrix = MatrixOf<double>;

/// query i may see key j <= i + offset; offset is the number of keys before the first query.
[[nodiscard]] MaskMatrix causalMask(Index queries, Index keys, Index offset = 0);
/// query i must not see a key `window` or more places before it; window > 0, offset as above.
[[nodiscard]] MaskMatrix windowMask(Index queries, Index keys, Index window, Index offset = 0);
/// Keys whose entry is 0 are forbidden to every query. `allowed` has one entry per key.
[[nodiscard]] MaskMatrix paddingMask(Index queries, const std::vector<std::uint8_t>& allowed);
/// 1 may attend, 0 must not; rows x cols, row by row.
[[nodiscard]] MaskMatrix booleanMask(Index queries, Index keys, const std::vector<std::uint8_t>& allowed);
/// No mask: all zeros.
[[nodiscard]] MaskMatrix openMask(Index queries, Index keys);
/// Both masks at once: the sum (forbidden by one is forbidden).
[[nodiscard]] MaskMatrix combine(const MaskMatrix& a, const MaskMatrix& b);

/// What the user chose over the model's own mask.
enum class MaskMode { ModelDefault, None, Causal };

struct MaskChoice
{
    MaskMode mode = MaskMode::ModelDefault;
    /// Added to the self-attention scores of every layer and head, on top of the mode; [n, n].
    std::optional<MaskMatrix> custom;
};

} // namespace hl
