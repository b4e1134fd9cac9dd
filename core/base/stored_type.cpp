#include "core/base/stored_type.h"

#include "core/base/error.h"

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

namespace hl {
namespace {

static_assert(std::endian::native == std::endian::little,
              "numbers in files are little-endian and copied as they are");

struct Row
{
    StoredType type;
    std::string_view name;
    int bits;
    bool isDecodable;
};

constexpr std::array<Row, storedTypeCount> table = {{
    {StoredType::Bool, "BOOL", 8, true},
    {StoredType::F4, "F4", 4, false},
    {StoredType::F6E2M3, "F6_E2M3", 6, false},
    {StoredType::F6E3M2, "F6_E3M2", 6, false},
    {StoredType::U8, "U8", 8, true},
    {StoredType::I8, "I8", 8, true},
    {StoredType::F8E5M2, "F8_E5M2", 8, false},
    {StoredType::F8E4M3, "F8_E4M3", 8, false},
    {StoredType::F8E8M0, "F8_E8M0", 8, false},
    {StoredType::F8E4M3Fnuz, "F8_E4M3FNUZ", 8, false},
    {StoredType::F8E5M2Fnuz, "F8_E5M2FNUZ", 8, false},
    {StoredType::I16, "I16", 16, true},
    {StoredType::U16, "U16", 16, true},
    {StoredType::F16, "F16", 16, true},
    {StoredType::BF16, "BF16", 16, true},
    {StoredType::I32, "I32", 32, true},
    {StoredType::U32, "U32", 32, true},
    {StoredType::F32, "F32", 32, true},
    {StoredType::C64, "C64", 64, false},
    {StoredType::F64, "F64", 64, true},
    {StoredType::I64, "I64", 64, true},
    {StoredType::U64, "U64", 64, true},
}};

constexpr bool isInEnumOrder()
{
    for (std::size_t i = 0; i < table.size(); ++i)
        if (static_cast<std::size_t>(table[i].type) != i)
            return false;
    return true;
}
static_assert(isInEnumOrder());

const Row& rowOf(StoredType type)
{
    return table.at(static_cast<std::size_t>(type));
}

/// Any byte but 0 is true; reading a bool through memcpy would be undefined for 2.
struct BoolByte
{
    unsigned char byte;
    template <class Out>
    explicit operator Out() const
    {
        return byte != 0 ? Out(1) : Out(0);
    }
};

template <class Stored, class Out>
std::int64_t decodeAs(std::span<const std::byte> bytes, std::span<Out> out)
{
    HL_ASSERT(bytes.size() == out.size() * sizeof(Stored));
    std::int64_t nonFinite = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        Stored stored;
        std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
        out[i] = static_cast<Out>(stored);
        nonFinite += std::isfinite(out[i]) ? 0 : 1;
    }
    return nonFinite;
}

template <class Out>
std::int64_t decodeAny(std::span<const std::byte> bytes, StoredType type, std::span<Out> out)
{
    switch (type) {
    case StoredType::Bool:
        return decodeAs<BoolByte>(bytes, out);
    case StoredType::U8:
        return decodeAs<std::uint8_t>(bytes, out);
    case StoredType::I8:
        return decodeAs<std::int8_t>(bytes, out);
    case StoredType::I16:
        return decodeAs<std::int16_t>(bytes, out);
    case StoredType::U16:
        return decodeAs<std::uint16_t>(bytes, out);
    case StoredType::F16:
        return decodeAs<Eigen::half>(bytes, out);
    case StoredType::BF16:
        return decodeAs<Eigen::bfloat16>(bytes, out);
    case StoredType::I32:
        return decodeAs<std::int32_t>(bytes, out);
    case StoredType::U32:
        return decodeAs<std::uint32_t>(bytes, out);
    case StoredType::F32:
        return decodeAs<float>(bytes, out);
    case StoredType::F64:
        return decodeAs<double>(bytes, out);
    case StoredType::I64:
        return decodeAs<std::int64_t>(bytes, out);
    case StoredType::U64:
        return decodeAs<std::uint64_t>(bytes, out);
    default:
        HL_ASSERT(isDecodable(type));
        return 0;
    }
}

/// Nearest half-precision number, ties to even. By hand, because double -> float -> half would round twice.
std::uint16_t halfBits(double number)
{
    const std::uint16_t sign = std::signbit(number) ? 0x8000 : 0;
    if (std::isnan(number))
        return static_cast<std::uint16_t>(sign | 0x7E00);
    const double magnitude = std::fabs(number);
    if (magnitude == 0.0)
        return sign;
    if (magnitude >= 65520.0) // half-way between the largest half, 65504, and the next power of two
        return static_cast<std::uint16_t>(sign | 0x7C00);
    int exponent = 0;
    std::frexp(magnitude, &exponent);             // magnitude = m * 2^exponent, m in [0.5, 1)
    const int ulp = std::max(exponent - 11, -24); // 11 significant bits; below 2^-14 steps of 2^-24
    const auto steps = static_cast<std::uint32_t>(std::nearbyint(std::ldexp(magnitude, -ulp)));
    // A rounding up to the next power of two carries into the exponent field by itself.
    const std::uint32_t biased = ulp == -24 ? steps : (static_cast<std::uint32_t>(ulp + 24) << 10) + steps;
    return static_cast<std::uint16_t>(sign | biased);
}

template <class In, class Stored, class Convert>
std::vector<std::byte> encodeAs(std::span<const In> numbers, Convert convert)
{
    std::vector<std::byte> out(numbers.size() * sizeof(Stored));
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const Stored stored = convert(numbers[i]);
        std::memcpy(out.data() + i * sizeof(Stored), &stored, sizeof(Stored));
    }
    return out;
}

template <class In>
std::vector<std::byte> encodeAny(std::span<const In> numbers, StoredType type)
{
    switch (type) {
    case StoredType::F16:
        return encodeAs<In, std::uint16_t>(numbers, [](In x) { return halfBits(static_cast<double>(x)); });
    case StoredType::F64:
        return encodeAs<In, double>(numbers, [](In x) { return static_cast<double>(x); });
    default:
        HL_ASSERT(type == StoredType::F32);
        return encodeAs<In, float>(numbers, [](In x) { return static_cast<float>(x); });
    }
}

} // namespace

int bitsOf(StoredType type)
{
    return rowOf(type).bits;
}

std::string_view nameOf(StoredType type)
{
    return rowOf(type).name;
}

std::optional<StoredType> storedTypeNamed(std::string_view name)
{
    for (const Row& row : table)
        if (row.name == name)
            return row.type;
    return std::nullopt;
}

bool isDecodable(StoredType type)
{
    return rowOf(type).isDecodable;
}

std::int64_t decode(std::span<const std::byte> bytes, StoredType type, std::span<float> out)
{
    return decodeAny(bytes, type, out);
}

std::int64_t decode(std::span<const std::byte> bytes, StoredType type, std::span<double> out)
{
    return decodeAny(bytes, type, out);
}

std::vector<std::byte> encode(std::span<const float> numbers, StoredType type)
{
    return encodeAny(numbers, type);
}

std::vector<std::byte> encode(std::span<const double> numbers, StoredType type)
{
    return encodeAny(numbers, type);
}

} // namespace hl
