#pragma once

#include "core/trace/trace.h"

#include <cstddef>
#include <vector>

namespace hl {

/// Two positions that belong together; −1 where one side has nothing there.
struct AlignedPair
{
    int left = -1;
    int right = -1;

    friend bool operator==(const AlignedPair&, const AlignedPair&) = default;
};

/// Tokens of two texts side by side with the fewest insertions, deletions and replacements (Levenshtein 1966; each costs
/// 1, and tokens are the same if they are shown the same). Of several such alignments the one that pairs positions first.
/// Where the product of the lengths exceeds 4 million, tokens are paired position by position.
[[nodiscard]] std::vector<AlignedPair> alignTokens(const Tokens& left, const Tokens& right);

/// 0 with 0, 1 with 1, ...; the longer side's rest stands alone.
[[nodiscard]] std::vector<AlignedPair> pairInOrder(std::size_t left, std::size_t right);

} // namespace hl
