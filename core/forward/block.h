#pragma once

#include "core/attention/masks.h"
#include "core/forward/context.h"

#include <optional>

namespace hl {

/// One block of a stack: attention, cross-attention where there is one, feed-forward network, each with its residual
/// sum and its norm before or after it. Starts from `resid_pre` as recorded and returns the view of blockOutput();
/// nothing when stopped. `encoded` is the encoder's output for cross-attention, without rows elsewhere.
template <class T>
[[nodiscard]] std::optional<ConstMap<T>> runBlock(ForwardContext<T>& context, Side side, int layer,
                                                  const ConstRef<T>& residPre, const ConstRef<T>& encoded,
                                                  const MaskMatrix& mask, const MaskMatrix& crossMask);

} // namespace hl
