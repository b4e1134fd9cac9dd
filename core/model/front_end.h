#pragma once

#include <cstddef>
#include <vector>

namespace hl {

/// How a picture is scaled. The numbers are those of preprocessor_config.json.
enum class Resampling { Nearest = 0, Lanczos = 1, Bilinear = 2, Bicubic = 3, Box = 4, Hamming = 5 };

/// What is done to a picture of any size before it is cut into patches: scaled, cropped, brought to numbers.
struct PicturePreparation
{
    int resizeHeight = 0; ///< pixels; 0: not scaled
    int resizeWidth = 0;
    Resampling resampling = Resampling::Bilinear;
    int cropHeight = 0; ///< the middle that is kept, in pixels; 0: all
    int cropWidth = 0;
    double factor = 1.0 / 255.0;   ///< times the bytes 0 ... 255
    bool isAssumed = false;        ///< nothing in the model's folder says so: what its family usually has
    std::vector<double> mean;      ///< subtracted, one per channel; empty: 0
    std::vector<double> deviation; ///< divided by, one per channel; empty: 1
};

/// Pictures as a stack's input: cut into patches from left to right and top to bottom, each a row of numbers.
/// Dosovitskiy et al. 2020, section 3.1; the distillation token is that of Touvron et al. 2020.
struct ImageSpec
{
    int height = 0; ///< pixels
    int width = 0;
    int channels = 1; ///< 1 grey, 3 red, green and blue
    int patchHeight = 1; ///< pixels; divides the height (what is left over is cut off)
    int patchWidth = 1;
    bool hasClassToken = true;
    bool hasDistillationToken = false; ///< behind the class token
    PicturePreparation preparation;

    [[nodiscard]] int patchRows() const { return height / patchHeight; }
    [[nodiscard]] int patchColumns() const { return width / patchWidth; }
    [[nodiscard]] int patches() const { return patchRows() * patchColumns(); }
    [[nodiscard]] int patchFeatures() const { return channels * patchHeight * patchWidth; }
    /// Rows in front of the patches that stand for no place in the picture.
    [[nodiscard]] int extraTokens() const { return (hasClassToken ? 1 : 0) + (hasDistillationToken ? 1 : 0); }
    [[nodiscard]] int positions() const { return extraTokens() + patches(); }
};

/// Speech as a stack's input: a log-mel spectrogram, a row per frame, through two convolutions over three frames each, of
/// which the second takes every other frame. Radford et al. 2022, section 2.2.
struct AudioSpec
{
    int melBins = 80;
    int positions = 1500; ///< tokens: half as many as frames
    int sampleRate = 16'000; ///< samples a second
    int window = 400;        ///< samples of one Fourier transform
    int hop = 160;           ///< samples from one frame to the next
    int seconds = 30;        ///< longer sound is cut, shorter filled up with silence

    static constexpr int kernel = 3; ///< frames that a convolution sees
    static constexpr int stride = 2; ///< of the second convolution
    [[nodiscard]] int frames() const { return stride * positions; }
};

/// A cell of the picture's numbers: one channel's rows below the other's.
struct PixelPlace
{
    int row = 0;
    int column = 0;
};
/// Where a patch's number comes from: channel by channel, row by row within the patch.
[[nodiscard]] inline PixelPlace pixelOf(const ImageSpec& image, std::ptrdiff_t patch, std::ptrdiff_t feature)
{
    const auto p = static_cast<int>(patch);
    const auto f = static_cast<int>(feature);
    const int inPatch = image.patchHeight * image.patchWidth;
    const int channel = f / inPatch;
    const int y = f % inPatch / image.patchWidth;
    const int x = f % image.patchWidth;
    return {channel * image.height + p / image.patchColumns() * image.patchHeight + y,
            p % image.patchColumns() * image.patchWidth + x};
}

} // namespace hl
