#pragma once

#include "core/attention/recipe.h"
#include "core/base/message.h"

#include <optional>
#include <span>
#include <string_view>

namespace hl {

/// How a rule of attention turned out on some numbers.
struct RuleResult
{
    bool holds = true;
    double deviation = 0.0; ///< largest departure; NaN or infinite where numbers are
    Index head = -1;        ///< where it is broken most
    Index row = -1;
};

/// Something that holds for attention computed rightly. Each is checked on the numbers of one computation alone: what a
/// step was made from against what it became.
struct Rule
{
    std::string_view name;
    const char* claim; ///< translated in context "core"
    Step step;         ///< the step it speaks of
    /// Nothing where the steps it needs are not there. `tolerance` is relative to 1 + |number|.
    std::optional<RuleResult> (*check)(const AttentionProblem& problem, const AttentionSteps& steps, double tolerance);
};

[[nodiscard]] std::span<const Rule> rules();
[[nodiscard]] const Rule& ruleNamed(std::string_view name); ///< one of rules()

} // namespace hl
