#pragma once

#include "ui/figure/scene.h"

#include <QString>

namespace hl::ui {

/// What the changes by hand do to the prediction, in words: "“is” had 81.2 % and has 40.1 %. It is still predicted." Empty
/// where nothing is changed or nothing is predicted.
[[nodiscard]] QString predictionChangeText(const Scene& scene);

} // namespace hl::ui
