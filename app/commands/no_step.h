#pragma once

#include "core/base/error.h"
#include "core/model/spec.h"

#include <string>

namespace hl {

/// The error for a step that a model does not have. Where it has one that ends with this name ("decoder.logits" for "logits"),
/// the sentence says so.
[[nodiscard]] Error noStep(const ModelSpec& spec, const std::string& name);

} // namespace hl
