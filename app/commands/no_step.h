#pragma once

#include "core/base/error.h"
#include "core/model/spec.h"

#include <string>
#include <vector>

namespace hl {

/// The error for a step that a model does not have. Where it has one that ends with this name ("decoder.logits" for "logits"),
/// the sentence says so.
[[nodiscard]] Error noStep(const ModelSpec& spec, const std::string& name);

/// Every step that some run of the model has, in the order of computation: whether words are asked for decides whether there is
/// a query stream, and which stream predicts.
[[nodiscard]] std::vector<StepRef> possibleSteps(const ModelSpec& spec);
[[nodiscard]] bool mayHaveStep(const ModelSpec& spec, const StepRef& ref);

} // namespace hl
