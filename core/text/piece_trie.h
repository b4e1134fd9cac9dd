#pragma once

#include "core/text/flat_map.h"
#include "core/text/token.h"

#include <optional>
#include <string_view>

namespace hl {

/// Finds all pieces that a text starts with, in one pass over its bytes.
class PieceTrie
{
public:
    void reserve(std::size_t letters) { m_edges.reserve(letters); }
    /// Of a repeated piece the first id counts.
    void add(std::string_view piece, TokenId id);

    /// A walk down from the root, a byte at a time.
    class Walk
    {
    public:
        explicit Walk(const PieceTrie& trie)
            : m_trie(trie)
        {}
        /// False once no piece goes on with this byte.
        bool step(char byte);
        /// The piece that ends here.
        [[nodiscard]] std::optional<TokenId> piece() const;

    private:
        const PieceTrie& m_trie;
        std::uint32_t m_node = 0;
        TokenId m_piece = -1;
    };

private:
    struct Edge
    {
        std::uint32_t node = 0;
        TokenId piece = -1;
    };

    FlatMap<Edge> m_edges; ///< node and byte -> node
    std::uint32_t m_nodes = 1;
};

} // namespace hl
