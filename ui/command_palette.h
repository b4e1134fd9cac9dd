#pragma once

#include <QDialog>

class QLineEdit;
class QListWidget;

namespace hl::ui {

class Actions;

/// A field and the list of actions that have every typed word in their name or sentence. Enter triggers the first.
class CommandPalette final : public QDialog
{
    Q_OBJECT

public:
    CommandPalette(const Actions& actions, QWidget* parent);

    [[nodiscard]] QLineEdit& field() { return *m_field; }
    [[nodiscard]] QListWidget& list() { return *m_list; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter(const QString& text);
    void run();

    const Actions& m_actions;
    QLineEdit* m_field;
    QListWidget* m_list;
};

} // namespace hl::ui
