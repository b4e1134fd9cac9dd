// Any bytes as safetensors file: refused, or tensors that can all be read.

#include "core/model/safetensors.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto* bytes = reinterpret_cast<const std::byte*>(data);
    const auto file = hl::SafetensorsFile::parse(std::vector<std::byte>(bytes, bytes + size), "model.safetensors");
    if (!file)
        return 0;
    for (const hl::TensorInfo& tensor : file->tensors())
        if (const auto values = file->floats(tensor); values && values->values.size() > size * 8)
            std::abort();
    return 0;
}
