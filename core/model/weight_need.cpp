#include "core/model/weight_need.h"

#include "core/base/system_memory.h"
#include "core/model/safetensors_header.h"

#include <string_view>

namespace hl {

namespace {

/// Tables of words and positions are looked up row by row and stay wide.
bool isTable(std::string_view name)
{
    for (const std::string_view part : {"emb", "wte", "wpe", "shared", "lm_head"}) {
        if (name.find(part) != std::string_view::npos)
            return true;
    }
    return false;
}

} // namespace

WeightNeed needOf(const WeightFiles& files)
{
    WeightNeed need;
    need.available = availableMemory();
    for (std::size_t i = 0; i < files.paths.size(); ++i) {
        const auto header = readSafetensorsHeader(files.paths[i]);
        if (!header || !*header)
            continue; // reading the file says what is wrong
        need.files += files.sizes[i];
        for (const TensorInfo& tensor : (*header)->tensors) {
            const auto count = static_cast<std::uint64_t>(tensor.count());
            const bool isNarrow = (tensor.type == StoredType::F16 || tensor.type == StoredType::BF16) && tensor.shape.size() > 1 && !isTable(tensor.name);
            const std::uint64_t wide = count * (tensor.type == StoredType::F64 ? 12 : 4);
            need.wide += wide;
            need.narrow += isNarrow ? count * 2 : wide;
        }
    }
    return need;
}

} // namespace hl
