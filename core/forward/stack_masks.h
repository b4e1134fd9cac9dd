#pragma once

#include "core/attention/masks.h"
#include "core/forward/forward.h"

/// Which keys the queries of a stack may see, by its own rule, the text's padding and the mask that was chosen. The windows of
/// single layers and what is hidden from words that are asked for are not in it.
namespace hl {

/// Of self-attention, [n − first, memory + n]. `memory` keys come before the text's own; every query may see them. Queries before
/// `first` have no row in it: only with a causal mask and nothing else.
/// Error: a chosen mask that is not [n, n].
[[nodiscard]] Result<MaskMatrix> selfMask(const StackSpec& stack, const SequenceInput& input, const MaskChoice& choice, Index memory, Index first);

/// Of cross-attention, [queries, keys]: the encoder's text without its padding.
[[nodiscard]] MaskMatrix crossMask(const SequenceInput& source, Index queries, Index keys);

} // namespace hl
