#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace hl {

/// Number types as files hold them: every type of the safetensors format; NumPy's are among them.
enum class StoredType
{
    Bool,
    F4,
    F6E2M3,
    F6E3M2,
    U8,
    I8,
    F8E5M2,
    F8E4M3,
    F8E8M0,
    F8E4M3Fnuz,
    F8E5M2Fnuz,
    I16,
    U16,
    F16,
    BF16,
    I32,
    U32,
    F32,
    C64,
    F64,
    I64,
    U64,
};

inline constexpr int storedTypeCount = static_cast<int>(StoredType::U64) + 1;

/// Bits of one element: 4, 6, 8, 16, 32 or 64.
[[nodiscard]] int bitsOf(StoredType type);

/// The name the safetensors format gives it: "F32", "BF16", "BOOL", ...
[[nodiscard]] std::string_view nameOf(StoredType type);

/// The inverse of nameOf; upper case only.
[[nodiscard]] std::optional<StoredType> storedTypeNamed(std::string_view name);

/// True for booleans, integers and floats of 16 bits and more: what decode() reads.
[[nodiscard]] bool isDecodable(StoredType type);

/// Reads little-endian numbers at any alignment: `bytes` [out.size() elements of `type`] -> `out`.
/// A boolean is 0 or 1 (any byte but 0 is true); an integer or double is rounded to the nearest T.
/// Gives back how many of `out` are not finite. `type` must be decodable and the sizes must agree.
[[nodiscard]] std::int64_t decode(std::span<const std::byte> bytes, StoredType type, std::span<float> out);
[[nodiscard]] std::int64_t decode(std::span<const std::byte> bytes, StoredType type, std::span<double> out);

/// Writes numbers as `type`, which must be F16, F32 or F64, little-endian, rounding to nearest (ties to even;
/// beyond the largest half-precision number: infinity).
[[nodiscard]] std::vector<std::byte> encode(std::span<const float> numbers, StoredType type);
[[nodiscard]] std::vector<std::byte> encode(std::span<const double> numbers, StoredType type);

} // namespace hl
