#include "core/trace/slab.h"

#include "core/base/big_buffer.h"

namespace hl {

namespace {

/// Sums of a row come out the same only where the row begins at the same place of a cache line.
std::uint64_t aligned(std::uint64_t bytes)
{
    constexpr std::uint64_t line = 64;
    return (bytes + line - 1) / line * line;
}

} // namespace

std::shared_ptr<void> Slab::take(std::uint64_t bytes)
{
    if (m_used + bytes > m_bytes)
        return nullptr;
    if (!m_memory)
        m_memory = makeBigBuffer(m_bytes);
    std::shared_ptr<void> part(m_memory, static_cast<std::byte*>(m_memory.get()) + m_used);
    m_used += aligned(bytes);
    return part;
}

} // namespace hl
