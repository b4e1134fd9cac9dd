#pragma once

#include "core/forward/forward.h"

namespace hl {

/// What is done where all numbers of a run would take more memory than is good.
enum class Keep {
    Fit,      ///< steps are left out, least telling first, until the rest fits
    Ask,      ///< nothing is computed: the error says how much it would be
    Patterns, ///< only attention and the output are kept
    Layer,    ///< only the steps of one layer, and what belongs to none
    All       ///< everything, as long as it fits at all
};

/// How much memory a run would take, and how much there is; bytes.
struct RunNeed
{
    std::uint64_t all = 0;       ///< everything kept
    std::uint64_t attention = 0; ///< of that, matrices with a number for every pair of tokens
    std::uint64_t peak = 0;      ///< at most at one time
    std::uint64_t allowed = 0;   ///< what a run keeps unasked
    std::uint64_t available = 0; ///< what this program may still take; 0: not known
};
/// Nothing is allocated for this.
[[nodiscard]] RunNeed needOf(const ModelSpec& spec, const ForwardInput& input);

/// Where the steps that input.capture names (all, if none) take more than is taken unasked: those of `keep` instead, `layer`
/// for Keep::Layer; ErrorCode::NeedsMemory for Keep::Ask.
[[nodiscard]] Result<void> applyKeep(Keep keep, int layer, const ModelSpec& spec, ForwardInput& input);

} // namespace hl
