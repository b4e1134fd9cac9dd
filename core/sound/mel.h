#pragma once

#include "core/base/config_reader.h"
#include "core/base/matrix.h"
#include "core/model/front_end.h"
#include "core/sound/sound.h"

namespace hl {

/// Triangles over the frequencies of a Fourier transform, evenly spaced on Slaney's mel scale from 0 to 8000 Hz, each of
/// the same area. [mel bins, window / 2 + 1].
[[nodiscard]] MatrixOf<double> melFilters(const AudioSpec& spec);

/// Takes what preprocessor_config.json says of the spectrogram over into `spec`; absent keys keep their values.
[[nodiscard]] Result<void> readSpectrogram(const ConfigReader& config, AudioSpec& spec);

/// The log-mel spectrogram that Whisper reads, [frames, mel bins]: sound cut or filled up with silence to spec.seconds;
/// power of windows centred at every hop (Hann, mirrored at both ends); mel filters; log10, at most 8 below the
/// loudest; then (x + 4) / 4. Radford et al. 2022, section 2.2. Computed in float64.
/// Refused where the sample rate is not the model's, or the frames are not as many as the model takes.
[[nodiscard]] Result<MatrixOf<double>> logMel(const Sound& sound, const AudioSpec& spec);

} // namespace hl
