#pragma once

#include "core/base/matrix.h"
#include "core/model/spec.h"
#include "core/model/step_order.h"
#include "core/trace/capture.h"
#include "core/trace/step.h"

#include <cstdint>
#include <vector>

namespace hl {

/// What a run keeps and how much memory it takes, worked out before any of it is taken.
struct RunPlan
{
    CapturePlan capture; ///< which steps are kept, in the order of the model's, and their bytes
    std::uint64_t peakBytes = 0; ///< held at most at one time: what is kept, and what is needed for a while
    std::uint64_t cellBytes = 0; ///< of what is kept, matrices with a number for every pair of tokens
};

/// `order`: that of the model. For these token counts (target: of the decoder of an encoder-decoder model) and rows of memory.
[[nodiscard]] RunPlan planRun(const ModelSpec& spec, const StepOrder& order, DType dtype, Index source, Index target, Index memory, const Capture& capture);

/// Whether logits of every position are kept: a masked word may be anywhere, so heads that fill them in have all.
[[nodiscard]] bool hasAllLogits(const ModelSpec& spec, bool isWanted);

/// Rows and columns of a step for these token counts (decoder count ignored where there is no decoder) and rows of memory.
struct StepShape
{
    Index rows = 0;
    Index cols = 0;
};
[[nodiscard]] StepShape shapeOf(const StepRef& ref, const ModelSpec& spec, Index sourceTokens, Index targetTokens,
                                bool allLogits, Index memory = 0);

/// Heads of the attention that a step belongs to.
[[nodiscard]] int headsOf(const StepRef& ref, const ModelSpec& spec);

} // namespace hl
