#include "core/base/shown.h"
#include "core/model/safetensors_header.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace hl {

std::optional<std::uint64_t> tensorBytes(StoredType type, const std::vector<std::int64_t>& shape)
{
    auto bits = static_cast<std::uint64_t>(bitsOf(type));
    for (const std::int64_t dimension : shape)
        if (dimension < 0 || __builtin_mul_overflow(bits, static_cast<std::uint64_t>(dimension), &bits))
            return std::nullopt;
    if (bits % 8 != 0)
        return std::nullopt;
    return bits / 8;
}

Result<void> checkSafetensorsLayout(const std::vector<TensorInfo>& tensors, std::uint64_t dataSize,
                                    const std::string& what)
{
    std::vector<std::size_t> order(tensors.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(tensors[a].begin, tensors[a].end) < std::pair(tensors[b].begin, tensors[b].end);
    });
    std::uint64_t expected = 0;
    for (const std::size_t i : order) {
        const TensorInfo& tensor = tensors[i];
        if (tensor.begin != expected || tensor.end < tensor.begin) {
            return fail(
                ErrorCode::BadSafetensors,
                HL_NOOP("core",
                        "%1: tensor \"%2\" lies at bytes %3 to %4 of the data, expected from %5 on: the "
                        "file is damaged, get it again."),
                {what, shown(tensor.name), std::to_string(tensor.begin), std::to_string(tensor.end),
                 std::to_string(expected)});
        }
        expected = tensor.end;
        const std::optional<std::uint64_t> needed = tensorBytes(tensor.type, tensor.shape);
        if (!needed) {
            return fail(
                ErrorCode::BadSafetensors,
                HL_NOOP("core",
                        "%1: tensor \"%2\" of type %3 and shape %4 has no possible size in bytes: the file "
                        "is damaged, get it again."),
                {what, shown(tensor.name), std::string(nameOf(tensor.type)), shapeText(tensor.shape)});
        }
        if (*needed != tensor.end - tensor.begin) {
            return fail(
                ErrorCode::BadSafetensors,
                HL_NOOP("core",
                        "%1: tensor \"%2\" of type %3 and shape %4 needs %5 bytes, but has %6: the file is "
                        "damaged, get it again."),
                {what, shown(tensor.name), std::string(nameOf(tensor.type)), shapeText(tensor.shape),
                 std::to_string(*needed), std::to_string(tensor.end - tensor.begin)});
        }
    }
    if (expected > dataSize) {
        return fail(ErrorCode::BadSafetensors,
                    HL_NOOP("core",
                            "%1 is incomplete: its tensors take %2 bytes, but only %3 are there: download it "
                            "again."),
                    {what, std::to_string(expected), std::to_string(dataSize)});
    }
    if (expected < dataSize) {
        return fail(
            ErrorCode::BadSafetensors,
            HL_NOOP("core",
                    "%1 has %2 bytes behind its last tensor, which do not belong there: get it again."),
            {what, std::to_string(dataSize - expected)});
    }
    return {};
}

} // namespace hl
