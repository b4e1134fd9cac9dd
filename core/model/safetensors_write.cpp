#include "core/base/limits.h"
#include "core/base/shown.h"
#include "core/model/safetensors.h"
#include "core/model/safetensors_header.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <new>
#include <set>

namespace hl {
namespace {

using nlohmann::json;

Result<void> check(std::span<const TensorToWrite> tensors)
{
    if (tensors.size() > limits::tensorCount) {
        return fail(
            ErrorCode::BadTensor,
            HL_NOOP("core", "The model has %1 tensors, more than the %2 that fit a file: save fewer."),
            {std::to_string(tensors.size()), std::to_string(limits::tensorCount)});
    }
    std::set<std::string_view> names;
    for (const TensorToWrite& tensor : tensors) {
        if (tensor.name.size() > limits::tensorName || tensor.name == "__metadata__" ||
            !names.insert(tensor.name).second) {
            return fail(
                ErrorCode::BadTensor,
                HL_NOOP("core",
                        "\"%1\" cannot be the name of a tensor because it is used twice, reserved or too "
                        "long: rename it."),
                {shown(tensor.name)});
        }
        const bool isShape =
            tensor.shape.size() <= limits::tensorRank &&
            std::all_of(tensor.shape.begin(), tensor.shape.end(), [](std::int64_t dimension) {
                return dimension >= 0 && static_cast<std::uint64_t>(dimension) <= limits::tensorDimension;
            });
        if (!isShape || tensorBytes(tensor.type, tensor.shape) != tensor.bytes.size()) {
            return fail(
                ErrorCode::BadTensor,
                HL_NOOP("core",
                        "Tensor \"%1\" of type %2 has %3 bytes, which do not fit its shape %4: mend its "
                        "shape."),
                {shown(tensor.name), std::string(nameOf(tensor.type)), std::to_string(tensor.bytes.size()),
                 shapeText(tensor.shape)});
        }
    }
    return {};
}

/// JSON of the header, padded with spaces to a multiple of 8 bytes. Throws json::type_error for text that is
/// not UTF-8.
std::string headerText(const std::vector<const TensorToWrite*>& order,
                       const std::map<std::string, std::string>& metadata)
{
    std::string text = "{";
    if (!metadata.empty())
        text += "\"__metadata__\":" + json(metadata).dump();
    std::uint64_t begin = 0;
    for (const TensorToWrite* tensor : order) {
        const std::uint64_t end = begin + tensor->bytes.size();
        text += text.size() > 1 ? "," : "";
        text += json(tensor->name).dump() + ":{\"dtype\":\"" + std::string(nameOf(tensor->type)) +
                "\",\"shape\":" + json(tensor->shape).dump() + ",\"data_offsets\":[" + std::to_string(begin) +
                "," + std::to_string(end) + "]}";
        begin = end;
    }
    text += '}';
    text.resize((text.size() + 7) / 8 * 8, ' ');
    return text;
}

std::vector<std::byte> join(const std::string& header, const std::vector<const TensorToWrite*>& order)
{
    std::size_t size = 8 + header.size();
    for (const TensorToWrite* tensor : order)
        size += tensor->bytes.size();
    std::vector<std::byte> file(8);
    file.reserve(size);
    const std::uint64_t length = header.size();
    std::memcpy(file.data(), &length, 8);
    const auto append = [&](std::span<const std::byte> bytes) {
        file.insert(file.end(), bytes.begin(), bytes.end());
    };
    append(std::as_bytes(std::span(header)));
    for (const TensorToWrite* tensor : order)
        append(tensor->bytes);
    return file;
}

} // namespace

Result<std::vector<std::byte>> writeSafetensors(std::span<const TensorToWrite> tensors,
                                                const std::map<std::string, std::string>& metadata)
{
    if (const auto checked = check(tensors); !checked)
        return tl::unexpected(checked.error());
    std::vector<const TensorToWrite*> order;
    for (const TensorToWrite& tensor : tensors)
        order.push_back(&tensor);
    // Wide number types first: then each tensor starts at a multiple of its own type's size.
    std::sort(order.begin(), order.end(), [](const TensorToWrite* a, const TensorToWrite* b) {
        return std::pair(-bitsOf(a->type), std::string_view(a->name)) <
               std::pair(-bitsOf(b->type), std::string_view(b->name));
    });
    try {
        const std::string header = headerText(order, metadata);
        if (header.size() > limits::safetensorsHeader) {
            return fail(
                ErrorCode::BadTensor,
                HL_NOOP("core",
                        "The model's header has %1 bytes, more than the %2 that are allowed: shorten its "
                        "metadata."),
                {std::to_string(header.size()), std::to_string(limits::safetensorsHeader)});
        }
        return join(header, order);
    } catch (const json::exception&) {
        return fail(ErrorCode::BadTensor,
                    HL_NOOP("core", "A tensor's name or the metadata is not UTF-8 text: rename it."));
    } catch (const std::bad_alloc&) {
        return fail(
            ErrorCode::OutOfMemory,
            HL_NOOP("core",
                    "The model does not fit into this computer's free memory a second time, which saving "
                    "needs: close other programs."));
    }
}

} // namespace hl
