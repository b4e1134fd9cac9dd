#include "core/text/piece_table.h"

#include "core/base/limits.h"
#include "core/base/shown.h"

namespace hl {

namespace {

constexpr std::uint64_t kMostBytes = 1ull << 31;

std::uint64_t hashOf(std::string_view text)
{
    std::uint64_t hash = 0xCBF2'9CE4'8422'2325u; // FNV-1a
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01B3u;
    return hash ^ (hash >> 29);
}

} // namespace

void PieceTable::reserve(std::size_t count, std::size_t bytes)
{
    m_letters.reserve(bytes);
    m_places.reserve(count);
    while (m_slots.size() < count * 2)
        growSlots();
}

std::size_t PieceTable::slotOf(std::string_view piece) const
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t at = hashOf(piece) & mask;
    while (m_slots[at] >= 0 && this->piece(m_slots[at]) != piece)
        at = (at + 1) & mask;
    return at;
}

void PieceTable::growSlots()
{
    std::vector<TokenId> old(m_slots.empty() ? 64 : m_slots.size() * 2, -1);
    old.swap(m_slots);
    for (const TokenId id : old)
        if (id >= 0)
            m_slots[slotOf(piece(id))] = id;
}

Result<void> PieceTable::store(std::string_view piece, TokenId id, const std::string& what)
{
    if (piece.size() > limits::tokenPiece || m_letters.size() + piece.size() > kMostBytes)
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "%1: piece \"%2\" is longer than 4096 bytes: choose another file"),
                    {what, shown(piece)});
    if (id < 0 || static_cast<std::uint64_t>(id) >= limits::vocabularySize)
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "%1: piece \"%2\" has the id %3: ids are whole numbers from 0 to 1048575"),
                    {what, shown(piece), std::to_string(id)});
    const auto place = static_cast<std::size_t>(id);
    if (place >= m_places.size())
        m_places.resize(place + 1);
    m_places[place] = {static_cast<std::uint32_t>(m_letters.size()), static_cast<std::uint32_t>(piece.size()), true};
    m_letters += piece;
    ++m_count;
    return {};
}

Result<void> PieceTable::add(std::string_view piece, TokenId id, const std::string& what)
{
    if (has(id)) {
        if (this->piece(id) == piece)
            return {};
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "%1: pieces \"%2\" and \"%3\" have the same id %4: correct one of them"),
                    {what, shown(this->piece(id)), shown(piece), std::to_string(id)});
    }
    if (const auto other = find(piece))
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "%1: piece \"%2\" has the ids %3 and %4: keep one of them"),
                    {what, shown(piece), std::to_string(*other), std::to_string(id)});
    if (auto stored = store(piece, id, what); !stored)
        return stored;
    if (++m_usedSlots * 2 > m_slots.size())
        growSlots();
    m_slots[slotOf(piece)] = id;
    return {};
}

Result<void> PieceTable::append(std::string_view piece, const std::string& what)
{
    const auto id = static_cast<TokenId>(m_places.size());
    if (!find(piece))
        return add(piece, id, what);
    return store(piece, id, what);
}

std::optional<TokenId> PieceTable::find(std::string_view piece) const
{
    if (m_slots.empty())
        return std::nullopt;
    const TokenId id = m_slots[slotOf(piece)];
    return id < 0 ? std::nullopt : std::optional(id);
}

std::string_view PieceTable::piece(TokenId id) const
{
    if (!has(id))
        return {};
    const Place& place = m_places[static_cast<std::size_t>(id)];
    return std::string_view(m_letters).substr(place.begin, place.length);
}

bool PieceTable::has(TokenId id) const
{
    return id >= 0 && static_cast<std::size_t>(id) < m_places.size() && m_places[static_cast<std::size_t>(id)].isUsed;
}

} // namespace hl
