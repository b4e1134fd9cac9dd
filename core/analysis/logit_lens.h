#pragma once

#include "core/analysis/predictions.h"

#include <stop_token>
#include <vector>

namespace hl {

/// What the stream would predict if the model ended here.
struct LensLayer
{
    int layer = -1; ///< the block whose output this is; −1: the embedding, before any block
    std::vector<Candidate> top; ///< most probable first
};

/// Logit lens (nostalgebraist 2020): the output of each layer at one position through the model's own last norm, its
/// prediction head's transform where it has one, and the unembedding, in the trace's number type.
/// The last layer equals `logits` within that step's bound.
/// Errors: a model without prediction head, a position outside the text, a layer's output that was not kept, Cancelled.
[[nodiscard]] Result<std::vector<LensLayer>> logitLens(const Trace& trace, Index position, Index count,
                                                       std::stop_token stop = {});

/// The lens's logits themselves, [layers + 1, vocabulary]; row 0 is the embedding.
[[nodiscard]] Result<MatrixOf<double>> lensLogits(const Trace& trace, Index position, std::stop_token stop = {});

} // namespace hl
