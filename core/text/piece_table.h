#pragma once

#include "core/base/error.h"
#include "core/text/token.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// The pieces of a vocabulary: id -> piece and back, in two pieces of memory. An id may be without piece.
class PieceTable
{
public:
    void reserve(std::size_t count, std::size_t bytes);

    /// Gives `id` the piece. Refuses an id that has another piece, and a piece that has another id; `what` names the
    /// file.
    [[nodiscard]] Result<void> add(std::string_view piece, TokenId id, const std::string& what);
    /// The same where several ids may have one piece (SentencePiece, lists of Unigram): the first counts.
    [[nodiscard]] Result<void> append(std::string_view piece, const std::string& what);

    [[nodiscard]] std::optional<TokenId> find(std::string_view piece) const;
    /// Empty for an id without piece.
    [[nodiscard]] std::string_view piece(TokenId id) const;
    [[nodiscard]] bool has(TokenId id) const;
    /// One past the largest id.
    [[nodiscard]] int size() const { return static_cast<int>(m_places.size()); }
    /// Ids that have a piece.
    [[nodiscard]] int count() const { return m_count; }

private:
    struct Place
    {
        std::uint32_t begin = 0;
        std::uint32_t length = 0;
        bool isUsed = false;
    };

    [[nodiscard]] std::size_t slotOf(std::string_view piece) const;
    [[nodiscard]] Result<void> store(std::string_view piece, TokenId id, const std::string& what);
    void growSlots();

    std::string m_letters;      ///< all pieces, one behind the other
    std::vector<Place> m_places; ///< by id
    std::vector<TokenId> m_slots; ///< open addressing; -1 is free
    std::size_t m_usedSlots = 0;
    int m_count = 0;
};

} // namespace hl
