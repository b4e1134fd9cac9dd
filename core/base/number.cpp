#include "core/base/number.h"

#include "core/base/error.h"

#include <array>
#include <charconv>
#include <cmath>

namespace hl {
namespace {

template <class Number, class... Format>
std::string format(Number value, Format... how)
{
    if (std::isnan(value))
        return "nan"; // to_chars would also say "-nan"
    std::array<char, 64> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, how...);
    HL_ASSERT(error == std::errc());
    return {buffer.data(), end};
}

} // namespace

std::string formatNumber(double value)
{
    return format(value);
}

std::string formatNumber(float value)
{
    return format(value);
}

std::string formatNumber(double value, int significantDigits)
{
    HL_ASSERT(significantDigits >= 1 && significantDigits <= 17);
    return format(value, std::chars_format::general, significantDigits);
}

std::string formatPercent(double share)
{
    const double value = 100.0 * share;
    return format(value, std::chars_format::fixed, value >= 1.0 ? 1 : 2);
}

} // namespace hl
