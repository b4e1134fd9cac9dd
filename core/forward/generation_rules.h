#pragma once

#include "core/model/model.h"
#include "core/text/tokenizer.h"

#include <cstddef>
#include <vector>

namespace hl {

/// What the model's folder demands of the token behind `before`, applied to its logits in the order of the reference: repeated
/// tokens weakened, tokens that must not be chosen taken out (−∞). The first `given` tokens of `before` are the text that is
/// continued, the others the model's own.
void applyRules(std::vector<double>& logits, const Model& model, const Tokens& before, std::size_t given);

/// The token that the folder demands behind `before`, whatever the model predicts; -1: the model chooses.
[[nodiscard]] TokenId demandedToken(const Model& model, const Tokens& before);

/// True if a prediction of this token ends the text.
[[nodiscard]] bool isEndToken(const Model& model, TokenId id);

} // namespace hl
