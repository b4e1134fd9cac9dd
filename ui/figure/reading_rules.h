#pragma once

#include "ui/figure/flow_text.h"
#include "ui/figure/shown_step.h"

namespace hl::ui {

/// The rules by which a step is read, one after the other, with their numbers; empty for the run's own numbers, unless the reader
/// chose a reading that says nothing about this step: then that.
[[nodiscard]] std::vector<TextSpan> ruleSpans(const Scene& scene, const ShownStep& shown);

/// How high they are in lines of this width.
[[nodiscard]] qreal ruleHeight(const Scene& scene, const ShownStep& shown, qreal width);
void paintRules(Ink& ink, const QRectF& rect, const Scene& scene, const ShownStep& shown);

} // namespace hl::ui
