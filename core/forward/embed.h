#pragma once

#include "core/forward/context.h"
#include "core/forward/forward.h"

namespace hl {

/// What enters a stack's first block, every intermediate recorded: the rows of its tokens (or of a picture's patches, or a
/// sound's frames), brought to the model's width and scaled where the model does so, plus those of positions and segments, normed:
/// the steps from `tokens` to `embed.sum`, `embed.norm` or `embed.project`, [tokens, d_model]. Rows that were taken over from an
/// earlier run are not computed. `input` must have been checked.
template <class T>
void embed(ForwardContext<T>& context, Side side, const SequenceInput& input);

} // namespace hl
