#pragma once

#include "core/forward/context.h"
#include "core/forward/forward.h"

namespace hl {

/// Checks the numbers given instead of token ids and names the positions they make, where the model reads a picture or a
/// sound: "[CLS]", then each patch by its row and column in the picture; or the time in seconds.
[[nodiscard]] Result<void> prepareFeatures(const Model& model, SequenceInput& input);

/// Rows of a sound's frames, every intermediate recorded: mel, conv1 and conv2, each before and after its activation,
/// [positions, d_model], which is returned. Nothing is padded but a row of zeros at either end.
template <class T>
[[nodiscard]] MutableMap<T> embedSound(ForwardContext<T>& context, Side side, const MatrixOf<double>& mel);

/// Rows of a picture's patches, every intermediate recorded: pixels, patches, embed.patch, and embed.sequence with the
/// class token (and the distillation token) in front, [positions, d_model], which is returned.
template <class T>
[[nodiscard]] MutableMap<T> embedPicture(ForwardContext<T>& context, Side side, const MatrixOf<double>& pixels);

/// Tokens of given numbers: named by these words.
[[nodiscard]] Tokens namedTokens(const std::vector<std::string>& words);

} // namespace hl
