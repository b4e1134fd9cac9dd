#include "core/base/big_buffer.h"

#include <sys/mman.h>

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
    const std::align_val_t alignment{bytes >= largePage ? largePage : cacheLine};
    void* memory = ::operator new(bytes, alignment);
    if (bytes >= largePage)
        wantLargePages(memory, bytes);
    return {memory, [alignment](void* p) { ::operator delete(p, alignment); }};
}

} // namespace hl
