#pragma once

#include "core/base/message.h"

#include <QString>

namespace hl::ui {

/// A sentence of the core in the language of the window (context "core" of the translations).
[[nodiscard]] QString translated(const Message& message);
/// A marked string of the core (HL_NOOP) in the language of the window.
[[nodiscard]] QString translated(const char* source);

} // namespace hl::ui
