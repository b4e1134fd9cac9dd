#pragma once

#include "core/text/flat_map.h"
#include "core/text/token.h"

#include <cstdint>
#include <span>
#include <vector>

namespace hl {

/// A piece of a word and the symbols [begin, end) it was joined from.
struct BpePiece
{
    TokenId id = 0;
    int begin = 0;
    int end = 0;
};

/// The merges of byte-pair encoding: which two neighbours become one piece, and which merge goes first.
class BpeMerges
{
public:
    void reserve(std::size_t count) { m_merges.reserve(count); }
    /// Of a repeated pair the last rank counts, as in the reference.
    void add(TokenId left, TokenId right, TokenId joined, std::int32_t rank);

    /// Joins neighbours, always the pair of the lowest rank and of these the leftmost, until no merge
    /// applies. O(n log n) for n symbols: a heap of candidates over a linked list.
    [[nodiscard]] std::vector<BpePiece> apply(std::span<const TokenId> symbols) const;

private:
    struct Merge
    {
        TokenId joined = 0;
        std::int32_t rank = 0;
    };

    [[nodiscard]] const Merge* find(TokenId left, TokenId right) const;

    FlatMap<Merge> m_merges; ///< left id in the upper half of the key
};

} // namespace hl
