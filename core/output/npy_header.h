#pragma once

#include "core/base/error.h"
#include "core/base/stored_type.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// What stands before the numbers of a .npy file.
struct NpyHeader
{
    StoredType type = StoredType::F32;
    int textLength = 0; ///< 0: numbers; else texts of at most so many characters, of 4 bytes (type U32) or of one (U8)
    std::string description; ///< the type as NumPy writes it: "<f4", "<U7"
    bool isBigEndian = false;
    bool isFortranOrder = false;
    std::vector<std::int64_t> shape;
    std::uint64_t dataBytes = 0; ///< the shape's elements in bytes; does not overflow
    std::size_t size = 0;        ///< of the header itself, bytes
};

/// The error of an array whose type is not read.
[[nodiscard]] tl::unexpected<Error> failType(std::string_view description, std::string_view what);

[[nodiscard]] Result<NpyHeader> parseNpyHeader(std::span<const std::byte> file, std::string_view what);

/// The header of version 1 as NumPy writes it, padded to a multiple of 64 bytes.
[[nodiscard]] std::vector<std::byte> makeNpyHeader(StoredType type, const std::vector<std::int64_t>& shape);

} // namespace hl
