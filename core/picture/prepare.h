#pragma once

#include "core/base/matrix.h"
#include "core/model/front_end.h"
#include "core/picture/picture.h"

namespace hl {

/// The numbers a model reads from a picture: scaled, cropped in the middle, made grey where the model has one channel,
/// then (byte · factor − mean) / deviation in float32 as the reference computes it. [channels · height, width].
/// Refused where what is left after scaling and cropping has not the size the model takes.
[[nodiscard]] Result<MatrixOf<double>> pixelsOf(const Picture& picture, const ImageSpec& spec);

} // namespace hl
