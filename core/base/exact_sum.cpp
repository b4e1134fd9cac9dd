#include "core/base/exact_sum.h"

#include "core/base/error.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

namespace hl {

namespace {

constexpr std::uint64_t lowHalf = 0xFFFF'FFFF;
constexpr int mantissaBits = 53;
constexpr std::uint32_t mostUncarried = 1U << 28; // each adds less than 2^34 to a digit
constexpr std::string_view hexDigits = "0123456789abcdef";

} // namespace

void ExactSum::add(double value)
{
    HL_ASSERT(std::isfinite(value));
    if (value == 0.0)
        return;
    int exponent = 0;
    const double fraction = std::frexp(std::abs(value), &exponent); // [½, 1)
    const auto mantissa = static_cast<std::uint64_t>(std::ldexp(fraction, mantissaBits));
    exponent -= mantissaBits;
    // Denormal numbers have empty bits at the end, which would lie below the lowest one.
    const int spare = std::max(0, lowestBit - exponent);
    addScaled(mantissa >> spare, exponent + spare, value < 0.0);
}

void ExactSum::addSquare(double value)
{
    const double square = value * value;
    add(square);
    add(std::fma(value, value, -square));
}

/// Adds ± mantissa · 2^exponent, mantissa below 2^53.
void ExactSum::addScaled(std::uint64_t mantissa, int exponent, bool isNegative)
{
    const int shift = exponent - lowestBit;
    const auto first = static_cast<std::size_t>(shift / digitBits);
    const int within = shift % digitBits;
    const std::uint64_t low = (mantissa & lowHalf) << within;
    const std::uint64_t high = (mantissa >> digitBits) << within;
    const std::int64_t sign = isNegative ? -1 : 1;
    m_digits[first] += sign * static_cast<std::int64_t>(low & lowHalf);
    m_digits[first + 1] += sign * static_cast<std::int64_t>((low >> digitBits) + (high & lowHalf));
    m_digits[first + 2] += sign * static_cast<std::int64_t>(high >> digitBits);
    if (++m_uncarried >= mostUncarried)
        carry();
}

void ExactSum::add(const ExactSum& other)
{
    carry();
    other.carry();
    for (std::size_t i = 0; i < digitCount; ++i)
        m_digits[i] += other.m_digits[i];
    m_uncarried = 1;
    carry();
}

void ExactSum::carry() const
{
    if (m_uncarried == 0)
        return;
    std::int64_t carried = 0;
    for (std::size_t i = 0; i + 1 < digitCount; ++i) {
        const std::int64_t sum = m_digits[i] + carried;
        carried = sum >> digitBits; // towards −∞
        m_digits[i] = sum - (carried << digitBits);
    }
    m_digits[digitCount - 1] += carried;
    m_uncarried = 0;
}

ExactSum::Magnitude ExactSum::magnitude() const
{
    carry();
    Magnitude out;
    out.isNegative = m_digits[digitCount - 1] < 0;
    std::int64_t carried = 0;
    for (std::size_t i = 0; i < digitCount; ++i) {
        const std::int64_t sum = (out.isNegative ? -m_digits[i] : m_digits[i]) + carried;
        carried = sum >> digitBits;
        out.digits[i] = static_cast<std::uint32_t>(static_cast<std::uint64_t>(sum) & lowHalf);
    }
    return out;
}

double ExactSum::value() const
{
    const Magnitude m = magnitude();
    std::size_t top = digitCount;
    while (top > 0 && m.digits[top - 1] == 0)
        --top;
    if (top == 0)
        return 0.0;
    const auto digit = [&](std::size_t below) -> std::uint64_t { return top > below ? m.digits[top - 1 - below] : 0; };
    // The upper 64 bits, and whether anything lies below them: enough to round rightly.
    const int empty = std::countl_zero(static_cast<std::uint32_t>(digit(0)));
    std::uint64_t bits = (digit(0) << digitBits | digit(1)) << empty;
    if (empty > 0)
        bits |= digit(2) >> (digitBits - empty);
    bool isMore = (digit(2) << empty & lowHalf) != 0;
    for (std::size_t i = 0; top > 3 && i < top - 3; ++i)
        isMore = isMore || m.digits[i] != 0;
    if (isMore)
        bits |= 1;
    const int exponent = lowestBit + (static_cast<int>(top) - 2) * digitBits - empty;
    const double value = std::ldexp(static_cast<double>(bits), exponent);
    return m.isNegative ? -value : value;
}

ExactSum::Pair ExactSum::pair() const
{
    Pair pair;
    pair.high = value();
    if (!std::isfinite(pair.high))
        return pair;
    ExactSum rest = *this;
    rest.add(-pair.high);
    pair.low = rest.value();
    return pair;
}

std::string ExactSum::text() const
{
    const Magnitude m = magnitude();
    std::size_t first = 0;
    while (first < digitCount && m.digits[first] == 0)
        ++first;
    if (first == digitCount)
        return "0";
    std::size_t top = digitCount;
    while (m.digits[top - 1] == 0)
        --top;
    const int spare = std::countr_zero(m.digits[first]);
    std::string reversed;
    const auto digit = [&](std::size_t i) -> std::uint64_t { return i < top ? m.digits[i] : 0; };
    for (std::size_t i = first; i < top; ++i) {
        const std::uint64_t word = (digit(i) >> spare | digit(i + 1) << (digitBits - spare)) & lowHalf;
        for (int nibble = 0; nibble < digitBits; nibble += 4)
            reversed += hexDigits[word >> nibble & 0xF];
    }
    while (reversed.back() == '0')
        reversed.pop_back();
    const int exponent = lowestBit + static_cast<int>(first) * digitBits + spare;
    return (m.isNegative ? "-" : "") + std::string(reversed.rbegin(), reversed.rend()) + "p" + std::to_string(exponent);
}

std::optional<ExactSum> ExactSum::parse(std::string_view text)
{
    ExactSum sum;
    if (text == "0")
        return sum;
    const bool isNegative = text.starts_with('-');
    if (isNegative)
        text.remove_prefix(1);
    const std::size_t p = text.find('p');
    if (p == std::string_view::npos || p == 0 || p > digitCount * digitBits / 4)
        return std::nullopt;
    int exponent = 0;
    const std::string_view power = text.substr(p + 1);
    const auto [end, error] = std::from_chars(power.data(), power.data() + power.size(), exponent);
    constexpr int highest = lowestBit + (static_cast<int>(digitCount) - 3) * digitBits;
    if (error != std::errc{} || end != power.data() + power.size() || exponent < lowestBit
        || exponent + 4 * static_cast<int>(p) > highest)
        return std::nullopt;
    for (std::size_t i = 0; i < p; ++i) {
        const std::size_t nibble = hexDigits.find(text[p - 1 - i]);
        if (nibble == std::string_view::npos)
            return std::nullopt;
        sum.addScaled(nibble, exponent + 4 * static_cast<int>(i), isNegative);
    }
    return sum.text() == (isNegative ? "-" : "") + std::string(text) ? std::optional(sum) : std::nullopt;
}

bool operator==(const ExactSum& a, const ExactSum& b)
{
    a.carry();
    b.carry();
    return a.m_digits == b.m_digits;
}

} // namespace hl
