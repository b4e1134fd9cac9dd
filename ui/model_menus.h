#pragma once

#include "ui/samples.h"
#include "ui/settings.h"

#include <QMenu>

#include <functional>

namespace hl::ui {

/// "Toy" for "toy"; a folder's own name for a folder.
[[nodiscard]] QString modelTitle(const QString& nameOrFolder);

using OpenModel = std::function<void(const QString& nameOrFolder)>;

void fillBuiltinMenu(QMenu& menu, const Session& session, const OpenModel& open);
/// Missing folders stay in the list, greyed.
void fillRecentMenu(QMenu& menu, const Settings& settings, const OpenModel& open);
void fillSamplesMenu(QMenu& menu, const std::function<void(const Sample&)>& open);

} // namespace hl::ui
