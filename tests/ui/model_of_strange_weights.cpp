#include "model_of_strange_weights.h"

#include "core/base/file.h"
#include "core/model/builtin.h"
#include "core/model/load.h"
#include "core/model/own_format.h"
#include "core/model/safetensors.h"

#include <bit>
#include <cmath>
#include <limits>

namespace strangeWeights {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double largest = 3.4e38; // almost the largest float

std::vector<std::byte> encoded(const std::vector<double>& numbers, hl::StoredType type)
{
    if (type != hl::StoredType::BF16)
        return hl::encode(std::span<const double>(numbers), type);
    std::vector<std::byte> out;
    for (const double number : numbers) { // the upper half of a float
        const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(number));
        out.push_back(static_cast<std::byte>((bits >> 16U) & 0xffU));
        out.push_back(static_cast<std::byte>(bits >> 24U));
    }
    return out;
}

bool isIn(const std::string& tensor, const char* part)
{
    return tensor.find(part) != std::string::npos;
}

} // namespace

const std::vector<Strange>& all()
{
    using hl::StoredType;
    static const std::vector<Strange> list = {
        {"one NaN", [](const std::string& name, std::size_t i, double v) { return isIn(name, "blocks.0.attn") && isIn(name, ".q.") && i == 3 ? std::nan("") : v; },
         StoredType::F32, true},
        {"all NaN", [](const std::string&, std::size_t, double) { return std::nan(""); }, StoredType::F32, true},
        {"infinities of both signs", [](const std::string& name, std::size_t i, double v) { return isIn(name, ".k.") && i % 5 == 0 ? (i % 2 ? infinity : -infinity) : v; },
         StoredType::F32, true},
        {"an infinite value", [](const std::string& name, std::size_t i, double v) { return isIn(name, "blocks.1.attn") && isIn(name, ".v.") && i == 0 ? infinity : v; },
         StoredType::F32, true},
        {"an infinite gain of a norm", [](const std::string& name, std::size_t i, double v) { return isIn(name, "ln1") && i == 1 ? infinity : v; }, StoredType::F32, true},
        {"a word of NaN", [](const std::string& name, std::size_t i, double v) { return isIn(name, "embed.token") && i < 8 * 60 && i / 8 % 2 == 0 ? std::nan("") : v; },
         StoredType::F32, true},
        {"all denormal", [](const std::string&, std::size_t i, double) { return i % 2 ? 1e-39 : -1e-39; }},
        {"all as large as can be", [](const std::string&, std::size_t i, double) { return i % 3 ? largest : -largest; }},
        {"large projections", [](const std::string& name, std::size_t, double v) { return isIn(name, ".weight") && !isIn(name, "embed") ? v * 1e18 : v; }},
        {"all zero", [](const std::string&, std::size_t, double) { return 0.0; }},
        {"the ends of float16", [](const std::string&, std::size_t i, double) { return i % 3 == 0 ? 65504.0 : i % 3 == 1 ? -65504.0 : 5.960464477539063e-8; }, StoredType::F16},
        {"the ends of bfloat16", [](const std::string&, std::size_t i, double) { return i % 3 == 0 ? 3.3895e38 : i % 3 == 1 ? -3.3895e38 : 9.2e-41; }, StoredType::BF16},
    };
    return list;
}

hl::Result<std::shared_ptr<const hl::Model>> write(const Strange& strange, const std::filesystem::path& directory)
{
    const std::filesystem::path folder = directory / "strange";
    if (auto saved = hl::saveModel(*hl::builtinModel("toy"), folder); !saved)
        return tl::unexpected(saved.error());
    const auto file = hl::SafetensorsFile::open(folder / "model.safetensors");
    if (!file)
        return tl::unexpected(file.error());
    std::vector<std::vector<std::byte>> buffers;
    std::vector<hl::TensorToWrite> tensors;
    buffers.reserve(file->tensors().size());
    for (const hl::TensorInfo& tensor : file->tensors()) {
        std::vector<double> numbers = file->doubles(tensor)->values;
        for (std::size_t i = 0; i < numbers.size(); ++i)
            numbers[i] = strange.change(tensor.name, i, numbers[i]);
        buffers.push_back(encoded(numbers, strange.type));
        tensors.push_back({tensor.name, strange.type, tensor.shape, buffers.back()});
    }
    const auto bytes = hl::writeSafetensors(tensors, file->metadata());
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (auto written = hl::writeFileAtomically(folder / "model.safetensors", *bytes); !written)
        return tl::unexpected(written.error());
    return hl::loadModel(folder);
}

} // namespace strangeWeights
