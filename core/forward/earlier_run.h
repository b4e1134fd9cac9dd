#pragma once

#include "core/forward/forward.h"

namespace hl {

/// Whether a stack's queries see nothing behind them, by its own rule or the one chosen instead.
[[nodiscard]] bool isCausal(const AttentionSpec& attention, const MaskChoice& choice);

/// True if a token's rows depend on nothing behind it, so that they stay what they are when the text grows (up to the length beyond
/// which a rotary base grows with it).
[[nodiscard]] bool isCausalThroughout(const Model& model, const ForwardInput& input);

/// How many rows, by token, of an earlier run are those of this one. The last row is computed in any case.
[[nodiscard]] Index commonRows(const Trace& earlier, const Model& model, const ForwardInput& input);

/// The steps that new rows are computed from, beside those before them in the same row: all keys and values, and the queries
/// where scores are kept, for these have columns of new keys too.
[[nodiscard]] std::vector<StepRef> stepsOfAllRows(const ModelSpec& spec, const std::vector<StepRef>& kept);

} // namespace hl
