#pragma once

#include "core/attention/masks.h"
#include "core/forward/forward.h"

#include <memory>

/// What a run needs beside other runs where words are asked for, and there are a content stream and a query stream. Yang et al.
/// 2019 (XLNet), 2.3.
namespace hl {

/// Tokens of the second stack: the target's, or those that are asked for.
[[nodiscard]] Tokens secondTokens(const ForwardInput& input);

/// Where input.asksForMasked, asks for the masked words of its tokens: each is a target and hidden from every place, so that it
/// is told from the other words alone. That is how XLNet fills a gap.
void askForMasked(const Model& model, SequenceInput& input);

/// The model with its query stream if the input asks for words, else without.
[[nodiscard]] std::shared_ptr<const Model> asAsked(std::shared_ptr<const Model> model, const ForwardInput& input);

/// Of the content stream: `mask` [n, memory + n] without what is hidden from a token, which always sees itself.
[[nodiscard]] MaskMatrix contentMask(MaskMatrix mask, const SequenceInput& input);
/// Of the query stream: a row of `mask` for each word that is asked for, without what is hidden from its place, the place itself
/// included. [m, memory + n].
[[nodiscard]] MaskMatrix queryMask(const MaskMatrix& mask, const SequenceInput& input);

} // namespace hl
