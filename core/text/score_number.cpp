#include "core/text/score_number.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <system_error>

namespace hl {

namespace {

constexpr int kLargestPower = 308; // 1e308 is the largest power of ten of a double
constexpr int kFarPower = 1'000'000'000; // beyond what any number of digits makes up for

double powerOfTen(int exponent)
{
    const std::string text = "1e" + std::to_string(exponent);
    double out = 0;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

double scaled(double value, int exponent)
{
    for (; exponent < -kLargestPower && value != 0; exponent += kLargestPower)
        value /= powerOfTen(kLargestPower);
    if (value == 0)
        return value;
    return exponent < 0 ? value / powerOfTen(-exponent) : value * powerOfTen(exponent);
}

} // namespace

double scoreNumber(std::string_view number)
{
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    const bool isNegative = number.starts_with('-');
    std::uint64_t digits = 0;
    int exponent = 0;
    bool isFull = false; // further digits do not count
    bool isBehindPoint = false;
    std::size_t at = isNegative ? 1 : 0;
    for (; at < number.size() && number[at] != 'e' && number[at] != 'E'; ++at) {
        if (number[at] == '.') {
            isBehindPoint = true;
            continue;
        }
        const auto digit = static_cast<std::uint64_t>(number[at] - '0');
        isFull = isFull || digits > (most - digit) / 10;
        if (!isFull)
            digits = digits * 10 + digit;
        exponent += static_cast<int>(isFull) - static_cast<int>(isBehindPoint);
    }
    int written = 0;
    if (at < number.size()) {
        at += number.substr(at + 1).starts_with('+') ? 2 : 1;
        const bool isSmall = number.substr(at).starts_with('-');
        if (std::from_chars(number.data() + at, number.data() + number.size(), written).ec == std::errc::result_out_of_range)
            written = isSmall ? -kFarPower : kFarPower;
        written = std::clamp(written, -kFarPower, kFarPower);
    }
    const double value = scaled(static_cast<double>(digits), exponent + written);
    return isNegative ? -value : value;
}

} // namespace hl
