#pragma once

#include "ui/paint/theme.h"

class QApplication;

namespace hl::ui {

/// Fusion in the theme's colours: flat panels with 8 px radius and a thin line, controls 28 px high.
/// Widgets say what they are by dynamic properties: role = secondary | title | sentence | error, flat = true,
/// panel = true.
void applyStyle(QApplication& application, const Theme& theme);
[[nodiscard]] QPalette paletteOf(const Theme& theme);
[[nodiscard]] QString styleSheetOf(const Theme& theme);

} // namespace hl::ui
