#pragma once

#include "ui/actions.h"
#include "ui/player.h"

namespace hl::ui {

/// Connects the actions that change the session: steps, layer, head, query, key, mask, order of words, positions. Keeps
/// their checks and whether they are enabled in step with it.
void connectSessionActions(Actions& actions, Session& session, Player& player, const Settings& settings);

/// Connects the actions that change the settings: theme, colours, reading, digits, size, speed, animation, language.
void connectSettingsActions(Actions& actions, Settings& settings);

} // namespace hl::ui
