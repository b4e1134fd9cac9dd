#pragma once

#include "core/analysis/reading.h"
#include "core/output/number_tables.h"

namespace hl {

/// A read pattern as tables: its weights, named as nameOfReading() says, with its words or tokens; where special tokens are
/// hidden also NAME.mass, the weight that they held in each row.
[[nodiscard]] std::vector<NumberTable> readingTables(const Trace& trace, const ReadPattern& read, const StepRef& head,
                                                     const PatternReading& reading);

} // namespace hl
