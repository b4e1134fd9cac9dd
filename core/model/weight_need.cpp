#include "core/model/weight_need.h"

#include "core/base/file.h"
#include "core/base/limits.h"
#include "core/base/system_memory.h"
#include "core/model/safetensors_header.h"

#include <cstring>
#include <optional>

namespace hl {

namespace {

/// Nothing where the header is not sound: reading the file says what is wrong.
std::optional<std::vector<TensorInfo>> tensorsOf(const std::filesystem::path& path, std::uint64_t size)
{
    constexpr std::size_t prefix = 8; // the head's length
    const auto start = readFileStart(path, limits::safetensorsFile, prefix);
    std::uint64_t length = 0;
    if (!start || start->bytes.size() < prefix)
        return std::nullopt;
    std::memcpy(&length, start->bytes.data(), prefix);
    if (length > limits::safetensorsHeader || length > size - prefix)
        return std::nullopt;
    const auto head = readFileStart(path, limits::safetensorsFile, prefix + static_cast<std::size_t>(length));
    if (!head || head->bytes.size() < prefix + length)
        return std::nullopt;
    auto parsed = parseSafetensorsHeader({reinterpret_cast<const char*>(head->bytes.data()) + prefix, static_cast<std::size_t>(length)},
                                         size - prefix - length, path.filename().string());
    return parsed ? std::optional(std::move(parsed->tensors)) : std::nullopt;
}

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
        const auto tensors = tensorsOf(files.paths[i], files.sizes[i]);
        if (!tensors)
            continue;
        need.files += files.sizes[i];
        for (const TensorInfo& tensor : *tensors) {
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
