#pragma once

#include "core/model/safetensors.h"

#include <optional>

namespace hl {

/// What a safetensors header says.
struct SafetensorsHeader
{
    std::vector<TensorInfo> tensors; // sorted by name
    std::map<std::string, std::string> metadata;
};

/// Parses the JSON of a header and checks it against the `dataSize` bytes that follow it in the file.
[[nodiscard]] Result<SafetensorsHeader> parseSafetensorsHeader(std::string_view text, std::uint64_t dataSize,
                                                               const std::string& what);

/// Every tensor has the bytes its shape needs, and they follow each other from the first byte to the last.
[[nodiscard]] Result<void> checkSafetensorsLayout(const std::vector<TensorInfo>& tensors,
                                                  std::uint64_t dataSize, const std::string& what);

/// Bytes of a tensor of this type and shape; nothing if that is no whole number of bytes or does not fit 64
/// bits.
[[nodiscard]] std::optional<std::uint64_t> tensorBytes(StoredType type,
                                                       const std::vector<std::int64_t>& shape);

} // namespace hl
