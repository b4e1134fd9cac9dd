#pragma once

#include "core/attention/mistakes.h"
#include "core/trace/trace.h"

namespace hl {

/// One head of a trace computed rightly and with a mistake, at the step where that is best seen: the weights, unless the
/// mistake concerns positions, queries, values mixed, or heads joined.
struct MistakeComparison
{
    StepRef step;              ///< of the trace
    MatrixOf<double> right;    ///< float64, from the trace's own q, k and v
    MatrixOf<double> wrong;    ///< no rows where the shapes do not allow the mistake
    MatrixOf<double> difference; ///< wrong − right; no rows where the shapes differ
    RuleResult rightRule;      ///< of the mistake's rule: always kept
    RuleResult wrongRule;
    std::optional<Message> note; ///< what was added to show it
    double largest = 0.0;      ///< largest |difference|; infinite where wrong is not a number

    [[nodiscard]] bool isChanged() const { return wrong.size() > 0 && !(largest == 0.0); }
};

/// Errors say why the mistake cannot be shown here. `place` is any step of the head.
[[nodiscard]] Result<MistakeComparison> compareMistake(const Trace& trace, const StepRef& place, const Mistake& mistake);

} // namespace hl
