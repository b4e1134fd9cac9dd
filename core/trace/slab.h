#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace hl {

/// One piece of memory for many matrices: large pages are quicker to get than small ones. It is taken from the system when the first
/// asks for its part, and given back when the last part is let go.
class Slab
{
public:
    Slab() = default;
    explicit Slab(std::uint64_t bytes)
        : m_bytes(bytes)
    {}

    [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }

    /// Uninitialised, aligned to a cache line; null where there is not as much left. Throws std::bad_alloc.
    [[nodiscard]] std::shared_ptr<void> take(std::uint64_t bytes);

private:
    std::shared_ptr<void> m_memory;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_used = 0;
};

} // namespace hl
