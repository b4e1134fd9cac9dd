#pragma once

#include "core/forward/context.h"

namespace hl {

/// What the model says in the end: the pooled row, logits and probabilities, from the rows of its last stack.
/// `isAllWanted`: logits of every position, not just of the last. Error: Cancelled.
template <class T>
[[nodiscard]] Result<void> runHead(ForwardContext<T>& context, bool isAllWanted, const ConstMap<T>& output);

} // namespace hl
