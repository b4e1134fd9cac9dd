#include "core/sound/mel.h"

#include "core/base/limits.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <numbers>
#include <string>

namespace hl {

namespace {

constexpr double highestPitch = 8000.0; // Hz
constexpr double bend = 1000.0;         // Hz: linear below, logarithmic above (Slaney 1998)
constexpr double bendMel = 15.0;

double melOf(double hertz)
{
    return hertz < bend ? 3.0 * hertz / 200.0 : bendMel + std::log(hertz / bend) * 27.0 / std::log(6.4);
}

double hertzOf(double mel)
{
    return mel < bendMel ? 200.0 * mel / 3.0 : bend * std::exp(std::log(6.4) / 27.0 * (mel - bendMel));
}

/// Index of a sample before the first or after the last: the sound is mirrored there, its end samples not repeated.
Index mirrored(Index i, Index count)
{
    if (count == 1)
        return 0;
    while (i < 0 || i >= count)
        i = i < 0 ? -i : 2 * (count - 1) - i;
    return i;
}

/// Power of each frequency in the windows around frames [first, first + count), [count, window / 2 + 1].
MatrixOf<double> powers(const std::vector<float>& samples, const AudioSpec& spec, Index first, Index count,
                        const MatrixOf<double>& cosines, const MatrixOf<double>& sines)
{
    const auto total = static_cast<Index>(samples.size());
    MatrixOf<double> windows(count, spec.window);
    for (Index frame = 0; frame < count; ++frame) {
        const Index begin = (first + frame) * spec.hop - spec.window / 2;
        for (Index i = 0; i < spec.window; ++i)
            windows(frame, i) = static_cast<double>(samples[static_cast<std::size_t>(mirrored(begin + i, total))]);
    }
    const MatrixOf<double> real = windows * cosines;
    const MatrixOf<double> imaginary = windows * sines;
    return real.array().square() + imaginary.array().square();
}

} // namespace

MatrixOf<double> melFilters(const AudioSpec& spec)
{
    const Index frequencies = spec.window / 2 + 1;
    std::vector<double> corners; // in Hz: each triangle goes over three of them
    for (int i = 0; i < spec.melBins + 2; ++i)
        corners.push_back(hertzOf(melOf(highestPitch) * i / (spec.melBins + 1)));
    MatrixOf<double> filters(spec.melBins, frequencies);
    for (Index bin = 0; bin < spec.melBins; ++bin) {
        const double low = corners[static_cast<std::size_t>(bin)];
        const double middle = corners[static_cast<std::size_t>(bin) + 1];
        const double high = corners[static_cast<std::size_t>(bin) + 2];
        for (Index f = 0; f < frequencies; ++f) {
            const double hertz = static_cast<double>(spec.sampleRate / 2) * static_cast<double>(f) / static_cast<double>(frequencies - 1);
            const double rising = (hertz - low) / (middle - low);
            const double falling = (high - hertz) / (high - middle);
            filters(bin, f) = std::max(0.0, std::min(rising, falling)) * 2.0 / (high - low);
        }
    }
    return filters;
}

namespace {

/// The log-mel spectrogram of exactly as many samples as the model takes.
MatrixOf<double> spectrogram(const std::vector<float>& samples, const AudioSpec& spec, Index frames)
{
    // The Fourier transform as a product with a table of waves, which hold the window's shape already.
    const Index frequencies = spec.window / 2 + 1;
    MatrixOf<double> cosines(spec.window, frequencies);
    MatrixOf<double> sines(spec.window, frequencies);
    for (Index i = 0; i < spec.window; ++i) {
        const double hann = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(i) / spec.window);
        for (Index f = 0; f < frequencies; ++f) {
            const double angle = 2.0 * std::numbers::pi * static_cast<double>(i * f % spec.window) / spec.window;
            cosines(i, f) = hann * std::cos(angle);
            sines(i, f) = hann * std::sin(angle);
        }
    }
    const MatrixOf<double> filters = melFilters(spec);
    MatrixOf<double> mel(frames, spec.melBins);
    constexpr Index atOnce = 256; // frames
    for (Index first = 0; first < frames; first += atOnce) {
        const Index count = std::min(atOnce, frames - first);
        mel.middleRows(first, count) = powers(samples, spec, first, count, cosines, sines) * filters.transpose();
    }
    mel = mel.cwiseMax(1e-10).array().log10();
    mel = mel.cwiseMax(mel.maxCoeff() - 8.0);
    mel = (mel.array() + 4.0) / 4.0;
    return mel;
}

} // namespace

Result<void> readSpectrogram(const ConfigReader& config, AudioSpec& spec)
{
    AudioSpec out = spec;
    struct Key
    {
        const char* name;
        std::uint64_t highest;
        int* target;
    };
    int bins = spec.melBins;
    for (const Key& key : {Key{"feature_size", limits::hidden, &bins}, Key{"sampling_rate", limits::samplesPerSecond, &out.sampleRate},
                           Key{"n_fft", limits::soundWindow, &out.window}, Key{"hop_length", limits::soundWindow, &out.hop},
                           Key{"chunk_length", limits::soundSeconds, &out.seconds}}) {
        const auto value = config.integerOr(key.name, 1, static_cast<std::int64_t>(key.highest), *key.target);
        if (!value)
            return tl::unexpected(value.error());
        *key.target = static_cast<int>(*value);
    }
    if (bins != spec.melBins)
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "%1: \"feature_size\" is %2, but config.json says %3 mel bins; both must be the same."),
                    {config.what(), std::to_string(bins), std::to_string(spec.melBins)});
    spec = out;
    return {};
}

Result<MatrixOf<double>> logMel(const Sound& sound, const AudioSpec& spec)
{
    if (sound.sampleRate != spec.sampleRate)
        return fail(ErrorCode::BadInput,
                    HL_NOOP("core", "The sound has %1 samples a second, but the model takes %2; save it with that rate."),
                    {std::to_string(sound.sampleRate), std::to_string(spec.sampleRate)});
    const Index count = Index{spec.seconds} * spec.sampleRate;
    const Index frames = count / spec.hop;
    if (frames != spec.frames())
        return fail(ErrorCode::BadInput,
                    HL_NOOP("core", "%1 seconds of sound make %2 frames, but the model takes %3: check preprocessor_config.json."),
                    {std::to_string(spec.seconds), std::to_string(frames), std::to_string(spec.frames())});

    try {
        std::vector<float> samples = sound.samples;
        samples.resize(static_cast<std::size_t>(count), 0.0F);
        return spectrogram(samples, spec, frames);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, HL_NOOP("core", "There is not enough memory for the spectrogram of this sound; close other programs."));
    }
}

} // namespace hl
