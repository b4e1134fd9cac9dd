#pragma once

#include "core/forward/attend.h"
#include "core/trace/trace_builder.h"

namespace hl {

/// After attendHead(): writes what was changed by hand into the head's steps from scores to pattern, and computes what
/// follows from it again, in the rows concerned and no others.
template <class T>
void settleAttention(TraceBuilder& trace, const StepRef& headStep, const HeadInputs<T>& inputs, HeadRooms<T>& rooms);

/// Computes one head from the step `given` on, whose numbers are in its room: Scores, Scaled, Masked or Pattern; rooms of
/// earlier steps, and z where there are no values, have no rows. Changes by hand are made on the way.
template <class T>
void attendAfter(TraceBuilder& trace, const StepRef& headStep, Step given, const HeadInputs<T>& inputs, HeadRooms<T>& rooms);

} // namespace hl
