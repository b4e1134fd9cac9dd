#include "core/text/piece_trie.h"

namespace hl {

namespace {

std::uint64_t edgeKey(std::uint32_t node, char byte)
{
    return (static_cast<std::uint64_t>(node) << 8) | static_cast<unsigned char>(byte);
}

} // namespace

void PieceTrie::add(std::string_view piece, TokenId id)
{
    std::uint32_t node = 0;
    for (std::size_t i = 0; i < piece.size(); ++i) {
        Edge& edge = m_edges[edgeKey(node, piece[i])];
        if (edge.node == 0)
            edge.node = m_nodes++;
        if (i + 1 == piece.size() && edge.piece < 0)
            edge.piece = id;
        node = edge.node;
    }
}

bool PieceTrie::Walk::step(char byte)
{
    const Edge* edge = m_trie.m_edges.find(edgeKey(m_node, byte));
    if (!edge)
        return false;
    m_node = edge->node;
    m_piece = edge->piece;
    return true;
}

std::optional<TokenId> PieceTrie::Walk::piece() const
{
    return m_piece < 0 ? std::nullopt : std::optional(m_piece);
}

} // namespace hl
