#pragma once

#include "core/edit/edit.h"

#include <QObject>

#include <functional>

class QMenu;
class QWidget;

namespace hl::ui {

class Session;

/// Fills a menu with what can be changed at the selected place: the head, its weights, the token, the temperature. What is
/// chosen is handed to `add`; numbers and words are asked for in a small dialog over `parent`.
void fillEditMenu(QMenu& menu, const Session& session, QWidget* parent, const std::function<void(EditAction)>& add);

} // namespace hl::ui
