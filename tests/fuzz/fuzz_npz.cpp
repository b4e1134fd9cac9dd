// Any bytes as npz: refused, or arrays whose values are all there.

#include "core/output/npz.h"

#include <cstddef>
#include <cstdint>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
    (void)hl::parseNpzWithTexts(bytes, "fuzz.npz");
    const auto arrays = hl::parseNpz(bytes, "fuzz.npz");
    if (arrays)
        for (const auto& [name, array] : *arrays)
            (void)array.toInts();
    return 0;
}
