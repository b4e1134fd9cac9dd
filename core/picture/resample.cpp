#include "core/picture/resample.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hl {

namespace {

constexpr int fractionBits = 22; // of the weights, which are whole numbers

double sinc(double x)
{
    return x == 0.0 ? 1.0 : std::sin(x * std::numbers::pi) / (x * std::numbers::pi);
}

/// Weight of a pixel at distance x, in pixels of the coarser of the two pictures.
double weightAt(Resampling resampling, double x)
{
    const double distance = std::abs(x);
    switch (resampling) {
    case Resampling::Nearest: return 0.0;
    case Resampling::Box: return x > -0.5 && x <= 0.5 ? 1.0 : 0.0;
    case Resampling::Bilinear: return distance < 1.0 ? 1.0 - distance : 0.0;
    case Resampling::Hamming:
        if (distance >= 1.0)
            return 0.0;
        return sinc(distance) * (0.54 + 0.46 * std::cos(distance * std::numbers::pi));
    case Resampling::Bicubic: { // Keys 1981 with a = -1/2
        constexpr double a = -0.5;
        if (distance < 1.0)
            return ((a + 2.0) * distance - (a + 3.0)) * distance * distance + 1.0;
        return distance < 2.0 ? (((distance - 5.0) * distance + 8.0) * distance - 4.0) * a : 0.0;
    }
    case Resampling::Lanczos: return x >= -3.0 && x < 3.0 ? sinc(x) * sinc(x / 3.0) : 0.0;
    }
    return 0.0;
}

double reachOf(Resampling resampling)
{
    switch (resampling) {
    case Resampling::Lanczos: return 3.0;
    case Resampling::Bicubic: return 2.0;
    case Resampling::Box: return 0.5;
    default: return 1.0;
    }
}

/// The pixels [first, first + weights.size()) that make one new pixel.
struct Window
{
    int first = 0;
    std::vector<int> weights; ///< in units of 2^-fractionBits
};

std::vector<Window> windowsOf(int from, int to, Resampling resampling)
{
    const double scale = static_cast<double>(from) / to;
    const double filterScale = std::max(scale, 1.0);
    const double reach = reachOf(resampling) * filterScale;
    std::vector<Window> windows(static_cast<std::size_t>(to));
    std::vector<double> weights;
    for (int i = 0; i < to; ++i) {
        const double center = (i + 0.5) * scale;
        Window& window = windows[static_cast<std::size_t>(i)];
        window.first = std::max(static_cast<int>(center - reach + 0.5), 0);
        const int last = std::min(static_cast<int>(center + reach + 0.5), from);
        weights.clear();
        double sum = 0.0;
        for (int j = window.first; j < last; ++j) {
            weights.push_back(weightAt(resampling, (j - center + 0.5) * (1.0 / filterScale)));
            sum += weights.back();
        }
        for (double& weight : weights) {
            if (sum != 0.0)
                weight /= sum;
            const double units = weight * (1 << fractionBits);
            window.weights.push_back(static_cast<int>(units < 0.0 ? units - 0.5 : units + 0.5));
        }
    }
    return windows;
}

std::uint8_t toByte(int units)
{
    return static_cast<std::uint8_t>(std::clamp(units >> fractionBits, 0, 255));
}

Picture blank(int width, int height)
{
    Picture picture{width, height, {}};
    picture.bytes.resize(3 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    return picture;
}

std::uint8_t* pixelOf(Picture& picture, int x, int y)
{
    return const_cast<std::uint8_t*>(picture.pixel(x, y));
}

Picture alongRows(const Picture& from, int width, Resampling resampling)
{
    Picture to = blank(width, from.height);
    const auto windows = windowsOf(from.width, width, resampling);
    for (int y = 0; y < to.height; ++y) {
        for (int x = 0; x < width; ++x) {
            const Window& window = windows[static_cast<std::size_t>(x)];
            for (int c = 0; c < 3; ++c) {
                int sum = 1 << (fractionBits - 1);
                for (std::size_t k = 0; k < window.weights.size(); ++k)
                    sum += from.pixel(window.first + static_cast<int>(k), y)[c] * window.weights[k];
                pixelOf(to, x, y)[c] = toByte(sum);
            }
        }
    }
    return to;
}

Picture alongColumns(const Picture& from, int height, Resampling resampling)
{
    Picture to = blank(from.width, height);
    const auto windows = windowsOf(from.height, height, resampling);
    for (int y = 0; y < height; ++y) {
        const Window& window = windows[static_cast<std::size_t>(y)];
        for (int x = 0; x < to.width; ++x) {
            for (int c = 0; c < 3; ++c) {
                int sum = 1 << (fractionBits - 1);
                for (std::size_t k = 0; k < window.weights.size(); ++k)
                    sum += from.pixel(x, window.first + static_cast<int>(k))[c] * window.weights[k];
                pixelOf(to, x, y)[c] = toByte(sum);
            }
        }
    }
    return to;
}

/// The pixel under the middle of each new one, reached by adding steps as Pillow does.
std::vector<int> nearestOf(int from, int to)
{
    const double step = static_cast<double>(from) / to;
    std::vector<int> nearest;
    double at = step * 0.5;
    for (int i = 0; i < to; ++i, at += step)
        nearest.push_back(std::min(static_cast<int>(at), from - 1));
    return nearest;
}

Picture nearest(const Picture& from, int width, int height)
{
    Picture to = blank(width, height);
    const auto columns = nearestOf(from.width, width);
    const auto rows = nearestOf(from.height, height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
            std::copy_n(from.pixel(columns[static_cast<std::size_t>(x)], rows[static_cast<std::size_t>(y)]), 3, pixelOf(to, x, y));
    }
    return to;
}

} // namespace

Picture resized(const Picture& picture, int width, int height, Resampling resampling)
{
    HL_ASSERT(width > 0 && height > 0 && picture.width > 0 && picture.height > 0);
    if (picture.width == width && picture.height == height)
        return picture;
    if (resampling == Resampling::Nearest)
        return nearest(picture, width, height);
    Picture wide = picture.width == width ? picture : alongRows(picture, width, resampling);
    return picture.height == height ? wide : alongColumns(wide, height, resampling);
}

} // namespace hl
