#pragma once

#include <cstddef>
#include <memory>

namespace hl {

/// Uninitialised memory for numbers, aligned to a cache line. Large pieces ask the system for large pages: first touching
/// memory in small ones is several times slower than copying into it. Throws std::bad_alloc.
[[nodiscard]] std::shared_ptr<void> makeBigBuffer(std::size_t bytes);

/// Asks for large pages for memory that was taken elsewhere and not written yet.
void wantLargePages(void* memory, std::size_t bytes);

} // namespace hl
