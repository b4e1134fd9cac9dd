#pragma once

#include "core/forward/forward.h"
#include "core/output/npz.h"

#include <string_view>

namespace hl {

/// A run's input from arrays named as the arguments of the model's reference forward(): input_ids, attention_mask,
/// token_type_ids, decoder_input_ids, decoder_attention_mask; mems.0, mems.1, ... [length, 1, d_model] for a model
/// with a memory. One sample, shape [n] or [1, n], whole numbers of any type.
/// decoder_input_ids may be left out where the decoder reads the encoder's text again (ModelSpec::target).
/// for models of pictures pixel_values, shape [c, h, w] or [1, c, h, w], already normalised,
/// for models of speech input_features, the log-mel spectrogram, shape [mel, frames] or [1, mel, frames].
/// Every refusal names the array; `what` names the file.
[[nodiscard]] Result<ForwardInput> inputFromArrays(const Model& model, const NpyArrays& arrays, std::string_view what);

/// Tokens of these ids, with their pieces where the model has a tokenizer.
[[nodiscard]] Tokens tokensOfIds(const Model& model, const std::vector<TokenId>& ids);

} // namespace hl
