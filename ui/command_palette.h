#pragma once

#include <QDialog>
#include <QPointer>

#include <vector>

class QAction;
class QLabel;
class QLineEdit;
class QListWidget;

namespace hl::ui {

class Actions;

/// A field and the list of actions, models, samples and panels that have every typed word in their name or sentence; those
/// that have them in their name come first. Enter triggers the first.
class CommandPalette final : public QDialog
{
    Q_OBJECT

public:
    CommandPalette(const Actions& actions, QWidget* parent);

    [[nodiscard]] QLineEdit& field() { return *m_field; }
    [[nodiscard]] QListWidget& list() { return *m_list; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void filter(const QString& text);
    void run();

    std::vector<QPointer<QAction>> m_all; ///< a list that is filled again meanwhile takes its own away
    QLineEdit* m_field;
    QListWidget* m_list;
    QLabel* m_nothing;
};

} // namespace hl::ui
