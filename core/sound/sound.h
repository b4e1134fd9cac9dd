#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace hl {

/// One channel of sound, samples from -1 to 1.
struct Sound
{
    int sampleRate = 0; ///< samples a second
    std::vector<float> samples;
};

/// A WAV file of one channel: whole numbers of 8, 16, 24 or 32 bits, or floats of 32 or 64.
[[nodiscard]] Result<Sound> readWav(const std::filesystem::path& path);
/// The same for a file in memory; `what` names it in sentences.
[[nodiscard]] Result<Sound> parseWav(std::span<const std::byte> file, std::string_view what);

} // namespace hl
