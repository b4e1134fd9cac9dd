#pragma once

#include <vector>

class QWidget;

namespace hl::ui {

/// The controls in `widget` that the keyboard reaches, in the order in which they are laid out: that of the eye. They were made
/// in another one, which is Qt's.
[[nodiscard]] std::vector<QWidget*> controlsIn(QWidget& widget);

} // namespace hl::ui
