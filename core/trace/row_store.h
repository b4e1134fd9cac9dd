#pragma once

#include "core/base/matrix.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace hl {

/// Memory of a run's matrices that have a row for every token, with room for more tokens than the text has. A run of another
/// text goes on in it once nobody looks at this one any more: memory fresh from the system is several times slower than
/// memory that was used before, and the rows of tokens that both texts begin with are there already.
class RowStore
{
public:
    /// `bytes`: what all matrices will take together, about.
    RowStore(Index capacity, std::uint64_t bytes);

    [[nodiscard]] Index capacity() const { return m_capacity; } ///< tokens
    [[nodiscard]] std::uint64_t bytes() const { return m_bytes; } ///< taken

    /// Uninitialised, aligned to a cache line; it lasts as long as the store. Throws std::bad_alloc.
    [[nodiscard]] void* take(std::uint64_t bytes);

private:
    Index m_capacity;
    std::uint64_t m_bytes = 0;
    std::vector<std::shared_ptr<void>> m_pieces;
    std::uint64_t m_pieceBytes; ///< of each, at least
    std::uint64_t m_lastBytes = 0;
    std::uint64_t m_lastUsed = 0;
};

/// Room for a few tokens more than `tokens`, but not for more than `most` (0: any number).
[[nodiscard]] Index roomyCapacity(Index tokens, Index most);

} // namespace hl
