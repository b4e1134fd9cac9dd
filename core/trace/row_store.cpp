#include "core/trace/row_store.h"

#include "core/base/big_buffer.h"

#include <algorithm>

namespace hl {

namespace {

constexpr std::uint64_t line = 64; // bytes

template <class T>
T roundedUp(T count, T to)
{
    return (count + to - 1) / to * to;
}

} // namespace

RowStore::RowStore(Index capacity, std::uint64_t bytes)
    : m_capacity(capacity)
    , m_pieceBytes(std::min<std::uint64_t>(bytes, std::uint64_t{64} << 20U))
{}

void* RowStore::take(std::uint64_t bytes)
{
    bytes = roundedUp(std::max<std::uint64_t>(bytes, 1), line);
    if (m_pieces.empty() || bytes > m_lastBytes - m_lastUsed) {
        const std::uint64_t size = std::max(bytes, m_pieceBytes);
        m_pieces.push_back(makeBigBuffer(size));
        m_lastBytes = size;
        m_lastUsed = 0;
    }
    void* begin = static_cast<std::byte*>(m_pieces.back().get()) + m_lastUsed;
    m_lastUsed += bytes;
    m_bytes += bytes;
    return begin;
}

Index roomyCapacity(Index tokens, Index most)
{
    constexpr Index vector = 16; // numbers: rows begin at the same place of a cache line
    const Index capacity = roundedUp(tokens + std::max<Index>(8, tokens / 16), vector);
    return most > 0 ? std::min(capacity, roundedUp(most, vector)) : capacity;
}

} // namespace hl
