#pragma once

#include <cstddef>
#include <memory>

namespace hl {

/// Memory of at least so many bytes for numbers that are needed for a moment, as of makeBigBuffer(). It is some that was given
/// back before, where there is any: the first touch of memory fresh from the system takes many times longer than using it.
/// What is given back lies ready for the next: at most half as much again as was needed at one time, and `mostSpareBytes`. For any thread.
/// Throws std::bad_alloc.
[[nodiscard]] std::shared_ptr<void> borrowMemory(std::size_t bytes);

constexpr std::size_t mostSpareBytes = std::size_t{64} << 20U;

/// Gives what lies ready back to the system.
void freeSpareMemory();

} // namespace hl
