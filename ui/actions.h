#pragma once

#include "ui/paint/theme.h"

#include <QAction>
#include <QKeySequence>
#include <QObject>

#include <map>
#include <span>
#include <vector>

class QMenu;
class QMenuBar;
class QWidget;

namespace hl::ui {

/// One row of the table of everything the window can do. Texts are English and translated in context "Actions".
struct ActionInfo
{
    const char* id;       ///< "step.next"
    const char* menu;     ///< "Step", "View/Theme": where it stands; "" for the command palette alone
    const char* text;     ///< with mnemonic
    const char* toolTip;  ///< one sentence
    const char* icon;     ///< "" for none
    const char* shortcut; ///< "Ctrl+O", several separated by one space
    const char* group;    ///< of actions of which one is chosen; "check": on or off; "" for a plain action
    bool startsSection;   ///< a line before it in its menu
};

[[nodiscard]] std::span<const ActionInfo> actionTable();

/// An action's name as a list shows it, without its mnemonic: "Quit" of "&Quit", "退出" of "退出(&Q)".
[[nodiscard]] QString plainText(const QAction& action);

/// The actions of a window: made from the table once, found by id. Menus, toolbar, command palette, shortcuts page and
/// tests all read this.
class Actions : public QObject
{
    Q_OBJECT

public:
    explicit Actions(QWidget* window);

    /// Asserts that there is one.
    [[nodiscard]] QAction& operator[](const char* id) const;
    [[nodiscard]] std::vector<QAction*> all() const { return m_inOrder; }

    /// Builds File, Edit, View, Step, Model and Help. Menus that belong to lists (recent models, samples) are found by
    /// menu() and filled by others.
    void fillMenuBar(QMenuBar& bar);
    /// "File/Recent models", made by fillMenuBar().
    [[nodiscard]] QMenu* menu(const char* path) const;
    /// What those menus hold now: models, samples, panels. Good until one of them is filled again.
    [[nodiscard]] std::vector<QAction*> listed() const;

    void retranslate();
    void setTheme(const Theme& theme);

private:
    void addSubmenu(const QString& path, bool startsSection);

    std::map<QString, QAction*> m_actions;
    std::vector<QAction*> m_inOrder;
    std::map<QString, QMenu*> m_menus;
};

} // namespace hl::ui
