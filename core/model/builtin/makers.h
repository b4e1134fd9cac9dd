#pragma once

#include "core/model/model.h"

#include <memory>

namespace hl {

// One maker a built-in model; all weights are computed from a seed or from a rule, none is stored.
[[nodiscard]] Result<std::shared_ptr<const Model>> makeToy();
[[nodiscard]] Result<std::shared_ptr<const Model>> makeToyEncoderDecoder();
[[nodiscard]] Result<std::shared_ptr<const Model>> makeHelloWorld();
[[nodiscard]] Result<std::shared_ptr<const Model>> makeConstructed();

} // namespace hl
