#include "core/base/big_buffer.h"

#include <sys/mman.h>

#include <atomic>
#include <cstdint>
#include <new>

namespace hl {

namespace {

constexpr std::size_t largePage = std::size_t{2} << 20U; // bytes

} // namespace

void wantLargePages(void* memory, std::size_t bytes)
{
    const auto begin = reinterpret_cast<std::uintptr_t>(memory);
    const std::uintptr_t first = (begin + largePage - 1) / largePage * largePage;
    const std::uintptr_t last = (begin + bytes) / largePage * largePage;
    if (last > first) // a refusal costs speed only
        ::madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
}

std::shared_ptr<void> makeBigBuffer(std::size_t bytes)
{
    constexpr std::size_t cacheLine = 64;
    if (bytes < largePage) {
        void* memory = ::operator new(bytes, std::align_val_t{cacheLine});
        return {memory, [](void* p) { ::operator delete(p, std::align_val_t{cacheLine}); }};
    }
    // Each begins at another place of its large page: threads that read the same place of several matrices at the same time
    // would wait for the same bank of memory.
    constexpr std::size_t step = 4096 + 4 * cacheLine;
    constexpr unsigned steps = 61;
    static std::atomic<unsigned> count = 0;
    const std::size_t offset = step * (count.fetch_add(1, std::memory_order_relaxed) % steps);
    auto* memory = static_cast<std::byte*>(::operator new(bytes + offset, std::align_val_t{largePage}));
    wantLargePages(memory, bytes + offset);
    return {memory + offset, [memory](void*) { ::operator delete(memory, std::align_val_t{largePage}); }};
}

} // namespace hl
