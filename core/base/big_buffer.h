#pragma once

#include <cstddef>
#include <memory>

namespace hl {

/// Uninitialised memory for numbers, aligned to a cache line. Large pieces ask the system for large pages: first touching
/// memory in small ones is several times slower than copying into it. Throws std::bad_alloc.
[[nodiscard]] std::shared_ptr<void> makeBigBuffer(std::size_t bytes);

/// Asks for large pages for memory that was taken elsewhere and not written yet.
void wantLargePages(void* memory, std::size_t bytes);

/// Memory for one thing after another; what it held is lost when it must grow.
class ScratchBuffer
{
public:
    /// At least as many bytes as asked for, aligned for any number.
    [[nodiscard]] std::byte* room(std::size_t bytes)
    {
        if (bytes > m_bytes || !m_memory) {
            m_memory.reset(); // first, so that both are not there at once
            m_bytes = 0;
            m_memory = makeBigBuffer(bytes);
            m_bytes = bytes;
        }
        return static_cast<std::byte*>(m_memory.get());
    }

private:
    std::shared_ptr<void> m_memory;
    std::size_t m_bytes = 0;
};

} // namespace hl
