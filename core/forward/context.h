#pragma once

#include "core/base/crew.h"
#include "core/trace/trace_builder.h"

#include <stop_token>

namespace hl {

/// The error of a run that was stopped.
[[nodiscard]] tl::unexpected<Error> failCancelled();

/// What every part of a run in number type T needs.
template <class T>
struct ForwardContext
{
    const Model& model;
    TraceBuilder& trace;
    std::stop_token stop;
    Crew& crew;

    /// Checked between heads and between sub-layers; the longest piece without a check is one matrix product.
    [[nodiscard]] bool isStopped() const { return stop.stop_requested(); }
    [[nodiscard]] const StackSpec& stack(Side side) const { return model.spec().stack(side); }
    [[nodiscard]] const StackWeights& weights(Side side) const { return model.stackWeights(side); }
};

} // namespace hl
