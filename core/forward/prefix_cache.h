#pragma once

#include "core/forward/forward.h"

namespace hl {

/// Remembers the last run, so that a text which begins with the same tokens is computed from where it differs. Only for
/// models in which no token sees those behind it; others are run from the start. Not for several threads at once.
class PrefixCache
{
public:
    /// What forward() gives, bit by bit; Trace::rowsTaken() tells how much of it is of the last run.
    [[nodiscard]] Result<TracePtr> run(std::shared_ptr<const Model> model, ForwardInput input, std::stop_token stop = {});

private:
    [[nodiscard]] Index commonRows(const Model& model, const ForwardInput& input) const;

    TracePtr m_last;
    MaskMode m_mask = MaskMode::ModelDefault;
};

} // namespace hl
