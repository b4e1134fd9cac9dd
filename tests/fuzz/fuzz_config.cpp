// Any bytes as config.json, described by every family there is: refused, or a description.

#include "core/base/config_reader.h"
#include "core/base/json.h"
#include "core/model/families/family.h"
#include "core/model/tensor_store.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto json = hl::parseJson({reinterpret_cast<const char*>(data), size}, {}, "config.json");
    if (!json)
        return 0;
    const auto config = hl::ConfigReader::of(*json, "config.json");
    if (!config)
        return 0;
    const auto type = config->stringOr("model_type", "");
    const hl::Family* family = type ? hl::findFamily(*type) : nullptr;
    if (!family)
        return 0;
    const std::string empty("\x02\0\0\0\0\0\0\0{}", 10);
    const auto* bytes = reinterpret_cast<const std::byte*>(empty.data());
    auto file = hl::SafetensorsFile::parse(std::vector<std::byte>(bytes, bytes + empty.size()), "model.safetensors");
    if (!file)
        return 0;
    hl::TensorStore tensors(std::move(*file));
    auto spec = family->describe(*config, tensors);
    if (spec && hl::validate(*spec))
        (void)family->map(*spec, tensors);
    return 0;
}
