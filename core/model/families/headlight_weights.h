#pragma once

#include "core/model/families/family.h"

namespace hl {

/// The weights that a description in Headlight's own format needs, each missing or misshapen one refused by name.
[[nodiscard]] Result<Weights> mapOwnTensors(const ModelSpec& spec, TensorStore& tensors);

} // namespace hl
