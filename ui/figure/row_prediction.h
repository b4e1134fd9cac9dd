#pragma once

#include "ui/figure/scene.h"

namespace hl::ui {

/// "This row predicts the next word: ...", or what a row of a model that fills in words is for; empty where a row predicts
/// nothing by itself.
[[nodiscard]] QString rowPrediction(const Scene& scene, const StepRef& ref);

} // namespace hl::ui
