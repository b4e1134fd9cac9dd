#pragma once

#include <cstdint>

namespace hl {

/// Memory this program may still take without another one, or itself, being killed for it; 0 where the system does not
/// tell. The least of what is free, what the limits of its control group leave, and what its own address space may grow by.
[[nodiscard]] std::uint64_t availableMemory(); // bytes

} // namespace hl
