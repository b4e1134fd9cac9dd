#pragma once

#include "core/analysis/reading.h"
#include "core/explain/explanation.h"

#include <vector>

namespace hl {

/// One head behind a cell of a picture of several.
struct HeadPart
{
    HeadShare share;
    double value = 0.0; ///< the cell in this head's own reading
};

/// How one cell of a read pattern came about.
struct ReadingLedger
{
    /// First the cell of one head: the attention weights it adds up, each with its factor. Then, for several heads, how they
    /// are put together. The last one's result is the cell. Their names are those of nameOfReading().
    std::vector<Explanation> chain;
    std::vector<HeadPart> heads; ///< empty for one head; all that are put together otherwise, in their order
    std::size_t shownHead = 0;   ///< which of them the first explanation is of: the selected one (Max: the largest)
};

/// `row` and `col` are those of the read pattern. Computed from the trace's weights, not from the picture's.
/// Errors: as readPattern(), and a cell outside it.
[[nodiscard]] Result<ReadingLedger> explainReading(const Trace& trace, const StepRef& head, const PatternReading& reading, Index row, Index col);
/// The same, where the read pattern is at hand.
[[nodiscard]] Result<ReadingLedger> explainReading(const Trace& trace, const ReadPattern& read, const StepRef& head,
                                                   const PatternReading& reading, Index row, Index col);

/// What a row must sum to: 1, with what is hidden of it. Nothing where that need not be so: the largest of several heads, a row
/// with pieces that look nowhere.
[[nodiscard]] std::optional<Invariant> rowInvariant(const ReadPattern& read, const PatternReading& reading, Index row);

} // namespace hl
