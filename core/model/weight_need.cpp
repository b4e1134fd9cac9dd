#include "core/model/weight_need.h"

#include "core/base/system_memory.h"
#include "core/model/tensor_store.h"

#include <algorithm>
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

WeightNeed needOf(const TensorStore& tensors)
{
    WeightNeed need;
    need.available = availableMemory();
    for (const SafetensorsFile& file : tensors.files()) {
        for (const TensorInfo& tensor : file.tensors()) {
            const auto count = static_cast<std::uint64_t>(tensor.count());
            const bool isNarrow = (tensor.type == StoredType::F16 || tensor.type == StoredType::BF16) && tensor.shape.size() > 1 && !isTable(tensor.name);
            const std::uint64_t wide = count * (tensor.type == StoredType::F64 ? 12 : 4);
            need.wide += wide;
            need.narrow += isNarrow ? count * 2 : wide;
            need.passing = std::max(need.passing, tensor.end - tensor.begin + (tensor.type == StoredType::F32 ? 0 : 2 * count * sizeof(float)));
        }
    }
    return need;
}

} // namespace hl
