#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hl {

/// A sum of doubles without any rounding, so that neither the order of the numbers nor the way they were split into parts
/// can be seen in it: a fixed-point number wide enough for every double and 2^63 of them.
/// Kulisch 1971; digits of 32 bits with late carries as in Neal 2015, "Fast exact summation using small and large superaccumulators".
class ExactSum
{
public:
    /// `value` must be finite.
    void add(double value);
    /// Adds value² without rounding, except that its part below 2^-1074 is rounded (|value| < 1e-145).
    void addSquare(double value);
    void add(const ExactSum& other);

    /// The nearest double (ties to even; numbers below 2^-1022 may be off by the last bit).
    [[nodiscard]] double value() const;
    /// The sum as `high` + `low` with more than 100 correct bits.
    struct Pair
    {
        double high = 0.0;
        double low = 0.0;
    };
    [[nodiscard]] Pair pair() const;

    /// "-1f3p-52": a hexadecimal odd integer times a power of two; "0". The same sum gives the same text.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] static std::optional<ExactSum> parse(std::string_view text);

    friend bool operator==(const ExactSum& a, const ExactSum& b);

private:
    static constexpr int digitBits = 32;
    static constexpr int lowestBit = -1088;   ///< weight of the first digit's first bit: 2^lowestBit
    static constexpr std::size_t digitCount = 70; ///< up to 2^(lowestBit + 70 · 32) = 2^1152

    void addScaled(std::uint64_t mantissa, int exponent, bool isNegative);
    void carry() const;
    struct Magnitude
    {
        std::array<std::uint32_t, digitCount> digits{};
        bool isNegative = false;
    };
    [[nodiscard]] Magnitude magnitude() const;

    mutable std::array<std::int64_t, digitCount> m_digits{}; ///< carried: all but the last in [0, 2^32)
    mutable std::uint32_t m_uncarried = 0;
};

} // namespace hl
