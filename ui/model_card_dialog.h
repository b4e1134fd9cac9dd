#pragma once

#include <QString>

#include <memory>

class QDialog;
class QWidget;

namespace hl {
class Model;
}

namespace hl::ui {

/// The model's card: what it is, what to know about it, its tensors; the facts of `headlight info`. `nameOrFolder` is what it
/// was opened as.
QDialog* showModelCard(const std::shared_ptr<const Model>& model, const QString& nameOrFolder, QWidget* parent);

/// The card's facts and warnings as lines of text, for the clipboard.
[[nodiscard]] QString modelCardText(const Model& model, const QString& nameOrFolder);

} // namespace hl::ui
