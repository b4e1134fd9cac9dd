#include "core/picture/prepare.h"

#include "core/picture/resample.h"

#include <algorithm>
#include <string>

namespace hl {

namespace {

/// The middle of the picture; black where it is smaller than what is wanted.
Picture cropped(const Picture& picture, int width, int height)
{
    Picture out{width, height, std::vector<std::uint8_t>(3 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height))};
    const auto offset = [](int from, int to) { // rounded down, as the reference does it on both ways
        return from >= to ? (from - to) / 2 : -((to - from + 1) / 2);
    };
    const int left = offset(picture.width, width);
    const int top = offset(picture.height, height);
    for (int y = std::max(0, -top); y < height && y + top < picture.height; ++y) {
        for (int x = std::max(0, -left); x < width && x + left < picture.width; ++x) {
            const std::size_t target = 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
            std::copy_n(picture.pixel(x + left, y + top), 3, out.bytes.begin() + static_cast<std::ptrdiff_t>(target));
        }
    }
    return out;
}

/// Luma of ITU-R 601 in fixed point: 0.299 R + 0.587 G + 0.114 B.
int greyOf(const std::uint8_t* pixel)
{
    return static_cast<int>((pixel[0] * 19595U + pixel[1] * 38470U + pixel[2] * 7471U + 0x8000U) >> 16U);
}

} // namespace

Result<MatrixOf<double>> pixelsOf(const Picture& picture, const ImageSpec& spec)
{
    const PicturePreparation& preparation = spec.preparation;
    const bool isResized = preparation.resizeWidth > 0 && preparation.resizeHeight > 0;
    const bool isCropped = preparation.cropWidth > 0 && preparation.cropHeight > 0;
    const int width = isCropped ? preparation.cropWidth : isResized ? preparation.resizeWidth : picture.width;
    const int height = isCropped ? preparation.cropHeight : isResized ? preparation.resizeHeight : picture.height;
    if (width != spec.width || height != spec.height)
        return fail(ErrorCode::BadInput,
                    HL_NOOP("core", "The picture is %1 × %2 pixels after preparation, but the model takes %3 × %4: check preprocessor_config.json."),
                    {std::to_string(width), std::to_string(height), std::to_string(spec.width), std::to_string(spec.height)});
    Picture ready = isResized ? resized(picture, preparation.resizeWidth, preparation.resizeHeight, preparation.resampling)
                              : picture;
    if (isCropped)
        ready = cropped(ready, preparation.cropWidth, preparation.cropHeight);
    MatrixOf<double> pixels(Index{spec.channels} * spec.height, spec.width);
    for (int channel = 0; channel < spec.channels; ++channel) {
        const auto c = static_cast<std::size_t>(channel);
        const auto mean = preparation.mean.empty() ? 0.0F : static_cast<float>(preparation.mean[c]);
        const auto deviation = preparation.deviation.empty() ? 1.0F : static_cast<float>(preparation.deviation[c]);
        for (int y = 0; y < spec.height; ++y) {
            for (int x = 0; x < spec.width; ++x) {
                const int byte = spec.channels == 1 ? greyOf(ready.pixel(x, y)) : ready.pixel(x, y)[c];
                const auto scaled = static_cast<float>(byte * preparation.factor);
                pixels(Index{channel} * spec.height + y, x) = static_cast<double>((scaled - mean) / deviation);
            }
        }
    }
    return pixels;
}

} // namespace hl
