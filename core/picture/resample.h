#pragma once

#include "core/model/front_end.h"
#include "core/picture/picture.h"

namespace hl {

/// The picture scaled to width x height pixels, as Pillow's Image.resize gives it byte by byte: first along the rows,
/// then along the columns, each time with weights in fixed point and rounded to bytes.
[[nodiscard]] Picture resized(const Picture& picture, int width, int height, Resampling resampling);

} // namespace hl
