#pragma once

#include "core/model/families/family.h"

namespace hl {

/// How a family's config.json speaks of rotary positions, and what it takes for absent keys.
struct RotaryKeys
{
    const char* base = "rope_theta";
    const char* share = "partial_rotary_factor"; ///< of each head's features
    double shareAbsent = 1.0;
    int longestAbsent = 2048; ///< "max_position_embeddings"
    bool isWhole = true; ///< the family rotates whole heads: a smaller share is refused
};

/// Base, share and scaling: in "rope_parameters" as transformers 5 writes them, or in "rope_scaling" and keys beside it as its
/// forerunners do. Ways of scaling that are not known are refused by name. dHead: features of a head.
[[nodiscard]] Result<void> readRotary(const ConfigReader& config, const RotaryKeys& keys, int dHead, PositionSpec& positions);

} // namespace hl
