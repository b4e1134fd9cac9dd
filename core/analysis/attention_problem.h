#pragma once

#include "core/attention/problem.h"
#include "core/trace/trace.h"

namespace hl {

/// One attention layer of a trace as a problem to compute again: its q, k and v as they meet (rotated, normed), scale,
/// position bias and mask; with all heads also W_O, and what enters the projections where the model makes Q of it
/// directly (not of models with more than 2²⁰ numbers in a weight matrix). `place` tells layer, side and kind; its head is -1 for all heads. Errors: a step that was not kept, scores
/// with terms of positions.
[[nodiscard]] Result<AttentionProblem> attentionProblemOf(const Trace& trace, const StepRef& place);

} // namespace hl
