#pragma once

#include "core/attention/masks.h"
#include "core/forward/context.h"

#include <optional>

namespace hl {

/// Multi-head attention of one layer, recorded step by step: q, k, v of all heads, attention of each head, concat,
/// output projection. x [n, d_model] makes the queries, y [m, d_model] keys and values (y is x for self-attention,
/// the encoder's output for cross-attention). Returns `out` [n, d_model]; nothing when stopped.
/// `place` names side, layer and whether this is cross-attention. At a place that takes keys and values from another one they
/// must have been recorded there; y is not read then.
template <class T>
[[nodiscard]] std::optional<MutableMap<T>> attentionLayer(ForwardContext<T>& context, const StepRef& place,
                                                          const ConstRef<T>& x, const ConstRef<T>& y,
                                                          const MaskMatrix& mask);

/// What was recorded for all heads of a step whose heads lie side by side, [rows, heads · features].
template <class T>
[[nodiscard]] ConstMap<T> headsSideBySide(const ForwardContext<T>& context, StepRef ref, int heads);

/// The mask is the same for all heads, and for all layers with the same window, of which `first` is the first: one buffer,
/// many names, but for heads whose mask is changed by hand.
template <class T>
void recordMask(ForwardContext<T>& context, const StepRef& place, int heads, const MaskMatrix& mask, const StepRef& first);

/// `concat`: the very numbers of z, unless a head is scaled, replaced by another or taken out, or concat itself is changed.
template <class T>
MutableMap<T> joinHeads(ForwardContext<T>& context, const StepRef& place, const AttentionSpec& spec, const MutableMap<T>& z);

} // namespace hl
