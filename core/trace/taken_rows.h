#pragma once

#include "core/base/matrix.h"
#include "core/trace/step.h"

#include <optional>

namespace hl {

// Rows of an earlier run, whose text began with the same tokens, in the matrices of this one. In float32 and of causal models only.

/// What a query's row holds for keys behind it; nothing where something is computed there all the same.
[[nodiscard]] std::optional<float> behindMask(Step step);

/// The rows from `first` on.
[[nodiscard]] MatrixView rowsFrom(const MatrixView& view, Index first);

/// Copies the first rows of an earlier run's step into `rows`; columns of keys that it did not have become what the mask makes them.
/// The first `there` rows lie in `rows` already, as a run before wrote them into the same memory.
void copyTakenRows(const MatrixView& earlier, Step step, MutableMap<float> rows, Index there);

} // namespace hl
