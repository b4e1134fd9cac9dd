#pragma once

#include "ui/figure/derived.h"
#include "ui/figure/ink.h"

#include <QString>

namespace hl::ui {

/// A screen does not wait for what takes long; a file does.
[[nodiscard]] inline When whenFor(Medium medium)
{
    return medium == Medium::Screen ? When::IfQuick : When::Now;
}
/// What stands where a number is still being worked out.
[[nodiscard]] QString computingText();
/// Name of a number derived from a head, which the truth test computes again: "metric entropy blocks.0.attn.1.pattern".
[[nodiscard]] QString metricSourceName(HeadMetric metric, const StepRef& head);
/// The metric's name as files and commands have it: "entropy".
[[nodiscard]] QString plainName(HeadMetric metric);

} // namespace hl::ui
