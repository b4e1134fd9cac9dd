#pragma once

#include "core/edit/edit.h"
#include "core/forward/forward.h"

#include <memory>

namespace hl {

/// Applies edits to what is about to run: tokens are deleted and replaced, `changes` and `refusals` of the input filled. Returns
/// the model to run, with its changed weights.
[[nodiscard]] std::shared_ptr<const Model> applyEdits(const Edits& edits, std::shared_ptr<const Model> model, ForwardInput& input);

} // namespace hl
