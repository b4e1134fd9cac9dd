#include "core/base/number_type.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl {

namespace {

/// `bits` significant bits, smallest exponent `lowest`; from `beyond` on the result is infinite.
double rounded(double x, int bits, int lowest, double beyond)
{
    if (!std::isfinite(x) || x == 0.0)
        return x;
    const int exponent = std::max(std::ilogb(x), lowest);
    const double unit = std::ldexp(1.0, exponent - bits + 1);
    const double nearest = std::nearbyint(x / unit) * unit;
    return std::abs(nearest) >= beyond ? std::copysign(std::numeric_limits<double>::infinity(), x) : nearest;
}

} // namespace

double roundedTo(NumberType type, double x)
{
    switch (type) {
    case NumberType::Half: return rounded(x, 11, -14, 65536.0);
    case NumberType::Brain: return rounded(x, 8, -126, std::ldexp(1.0, 128));
    case NumberType::Single: return rounded(x, 24, -126, std::ldexp(1.0, 128));
    case NumberType::Double: return x;
    }
    return x;
}

const char* nameOf(NumberType type)
{
    switch (type) {
    case NumberType::Half: return "float16";
    case NumberType::Brain: return "bfloat16";
    case NumberType::Single: return "float32";
    case NumberType::Double: return "float64";
    }
    return "";
}

} // namespace hl
