#pragma once

#include "core/model/model.h"

namespace hl {

/// What the decoder reads where it reads the encoder's text again (ModelSpec::target): the start token, or the text's own last
/// token that is not padding, and then the text without its last token. Empty for other models.
/// Errors: the text is empty, or the model has no start token.
[[nodiscard]] Result<Tokens> copiedTarget(const Model& model, const Tokens& source);

} // namespace hl
