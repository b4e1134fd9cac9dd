#pragma once

#include "core/forward/forward.h"

namespace hl {

/// Remembers the last run, so that a text which begins with the same tokens is computed from where it differs. Only for
/// models in which no token sees those behind it; others are run from the start. Not for several threads at once.
class PrefixCache
{
public:
    /// What forward() gives, bit by bit; Trace::rowsTaken() tells how much of it is of an earlier run.
    [[nodiscard]] Result<TracePtr> run(std::shared_ptr<const Model> model, ForwardInput input, std::stop_token stop = {});

private:
    TracePtr m_last;
    /// The run before it comes here when nobody shows it any more: two runs take turns in the same memory.
    std::shared_ptr<TraceShelf> m_shelf = std::make_shared<TraceShelf>();
};

} // namespace hl
