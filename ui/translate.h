#pragma once

#include "core/base/message.h"

#include <QString>
#include <QStringList>

namespace hl::ui {

/// A sentence of the core in the language of the window (context "core" of the translations).
[[nodiscard]] QString translated(const Message& message);
/// A marked string of the core (HL_NOOP) in the language of the window.
[[nodiscard]] QString translated(const char* source);

/// What stands between this sentence and the next: a space, and nothing after a full stop of Chinese.
[[nodiscard]] QString gapAfter(const QString& sentence);
[[nodiscard]] QString joinedSentences(const QStringList& sentences);
/// "a, b, c" as the language of the window lists things.
[[nodiscard]] QString listed(const QStringList& things);

} // namespace hl::ui
