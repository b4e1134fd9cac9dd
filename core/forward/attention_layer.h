#pragma once

#include "core/attention/masks.h"
#include "core/forward/context.h"

#include <optional>

namespace hl {

/// Multi-head attention of one layer, recorded step by step: q, k, v of all heads, attention of each head, concat,
/// output projection. x [n, d_model] makes the queries, y [m, d_model] keys and values (y is x for self-attention,
/// the encoder's output for cross-attention). Returns `out` [n, d_model]; nothing when stopped.
/// `place` names side, layer and whether this is cross-attention.
template <class T>
[[nodiscard]] std::optional<MutableMap<T>> attentionLayer(ForwardContext<T>& context, const StepRef& place,
                                                          const ConstRef<T>& x, const ConstRef<T>& y,
                                                          const MaskMatrix& mask);

} // namespace hl
