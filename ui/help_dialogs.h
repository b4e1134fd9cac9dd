#pragma once

class QDialog;
class QWidget;

namespace hl::ui {

class Actions;

/// Windows of the Help menu. Each call makes one, which deletes itself when closed.
QDialog* showShortcuts(const Actions& actions, QWidget* parent);
QDialog* showManual(QWidget* parent);
QDialog* showAbout(QWidget* parent);

} // namespace hl::ui
