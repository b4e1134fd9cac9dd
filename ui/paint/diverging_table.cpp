#include "ui/paint/color_tables.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace hl::ui {

namespace {

/// A colour in CIE L*a*b* (D65): equal distances look about equally different.
struct Lab
{
    double L; // 0 black .. 100 white
    double a; // green - red
    double b; // blue - yellow
};

constexpr double whiteX = 0.95047;
constexpr double whiteZ = 1.08883;
constexpr double cubeLimit = 6.0 / 29.0;

double toLinear(std::uint32_t channel)
{
    const double c = static_cast<double>(channel) / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

std::uint32_t fromLinear(double c)
{
    const double encoded = c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1.0 / 2.4) - 0.055;
    return static_cast<std::uint32_t>(std::lround(std::clamp(encoded, 0.0, 1.0) * 255.0));
}

double compress(double t)
{
    return t > cubeLimit * cubeLimit * cubeLimit ? std::cbrt(t)
                                                 : t / (3.0 * cubeLimit * cubeLimit) + 4.0 / 29.0;
}

double expand(double t)
{
    return t > cubeLimit ? t * t * t : 3.0 * cubeLimit * cubeLimit * (t - 4.0 / 29.0);
}

Lab toLab(std::uint32_t rgb)
{
    const double r = toLinear((rgb >> 16) & 0xff);
    const double g = toLinear((rgb >> 8) & 0xff);
    const double b = toLinear(rgb & 0xff);
    const double x = compress((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / whiteX);
    const double y = compress(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    const double z = compress((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / whiteZ);
    return {116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)};
}

std::uint32_t toRgb(const Lab& lab)
{
    const double fy = (lab.L + 16.0) / 116.0;
    const double x = whiteX * expand(fy + lab.a / 500.0);
    const double y = expand(fy);
    const double z = whiteZ * expand(fy - lab.b / 200.0);
    const std::uint32_t r = fromLinear(3.2404542 * x - 1.5371385 * y - 0.4985314 * z);
    const std::uint32_t g = fromLinear(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z);
    const std::uint32_t b = fromLinear(0.0556434 * x - 0.2040259 * y + 1.0572252 * z);
    return 0xff000000U | r << 16 | g << 8 | b;
}

/// One side of the map: where it ends, and the tint that pulls its middle away from lavender and pink.
struct Side
{
    Lab end;
    double pullA;
    double pullB;
};

/// The colour at `share` (0 .. 1) of the way from `centre` to the end of `side`: lightness goes straight, the
/// tint on a quadratic Bézier curve.
Lab along(const Lab& centre, const Side& side, double share)
{
    const double rest = 1.0 - share;
    const auto bend = [&](double from, double pull, double to) {
        return rest * rest * from + 2.0 * rest * share * pull + share * share * to;
    };
    return {std::lerp(centre.L, side.end.L, share), bend(centre.a, side.pullA, side.end.a),
            bend(centre.b, side.pullB, side.end.b)};
}

} // namespace

std::array<std::uint32_t, 256> divergingTable(std::uint32_t neutral)
{
    const Lab centre = toLab(neutral);
    const bool onLight = centre.L > 50.0;
    // Both ends of a ground have the same lightness and lie inside sRGB.
    const Side blue =
        onLight ? Side{{38.0, 8.0, -46.0}, -16.0, -34.0} : Side{{70.0, -13.0, -37.0}, -10.0, -30.0};
    const Side red = onLight ? Side{{38.0, 58.0, 35.0}, 46.0, 22.0} : Side{{70.0, 42.0, 26.0}, 34.0, 20.0};
    std::array<std::uint32_t, 256> table{};
    for (std::size_t step = 0; step < 128; ++step) {
        const double share = static_cast<double>(step) / 127.0;
        table[127 - step] = toRgb(along(centre, blue, share));
        table[128 + step] = toRgb(along(centre, red, share));
    }
    return table;
}

} // namespace hl::ui
