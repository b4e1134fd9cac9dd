#include "ui/actions.h"

#include "core/base/error.h"
#include "ui/icons.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>

#include <algorithm>
#include <cstring>

namespace hl::ui {

namespace {

/// The menus in order. A submenu stands before the action `before`, which may be its own first one.
struct MenuInfo
{
    const char* path;
    const char* title;
    const char* before;
    bool startsSection;
};

constexpr MenuInfo menus[] = {
    {"File", QT_TRANSLATE_NOOP("Actions", "&File"), "", false},
    {"File/Recent models", QT_TRANSLATE_NOOP("Actions", "&Recent models"), "export.picture", false},
    {"File/Samples", QT_TRANSLATE_NOOP("Actions", "Sa&mples"), "export.picture", false},
    {"File/Export", QT_TRANSLATE_NOOP("Actions", "&Export"), "export.picture", true},
    {"Edit", QT_TRANSLATE_NOOP("Actions", "&Edit"), "", false},
    {"View", QT_TRANSLATE_NOOP("Actions", "&View"), "", false},
    {"View/Panels", QT_TRANSLATE_NOOP("Actions", "Pan&els"), "view.resetLayout", false},
    {"View/Theme", QT_TRANSLATE_NOOP("Actions", "&Theme"), "theme.system", true},
    {"View/Colour map", QT_TRANSLATE_NOOP("Actions", "&Colour map"), "map.viridis", false},
    {"View/Colour scale", QT_TRANSLATE_NOOP("Actions", "C&olour scale"), "scale.perHead", false},
    {"View/Reading", QT_TRANSLATE_NOOP("Actions", "&Reading"), "reading.words", false},
    {"View/Language", QT_TRANSLATE_NOOP("Actions", "Lan&guage"), "language.system", true},
    {"Step", QT_TRANSLATE_NOOP("Actions", "&Step"), "", false},
    {"Step/Speed", QT_TRANSLATE_NOOP("Actions", "&Speed"), "speed.half", false},
    {"Model", QT_TRANSLATE_NOOP("Actions", "&Model"), "", false},
    {"Model/Built in", QT_TRANSLATE_NOOP("Actions", "&Built in"), "mask.model", false},
    {"Model/Mask", QT_TRANSLATE_NOOP("Actions", "&Mask"), "mask.model", true},
    {"Model/Keep", QT_TRANSLATE_NOOP("Actions", "&If memory is short"), "keep.ask", false},
    {"Help", QT_TRANSLATE_NOOP("Actions", "&Help"), "", false},
};

QString translatedText(const char* text)
{
    return QCoreApplication::translate("Actions", text);
}

bool isGroup(const char* group)
{
    return *group && std::strcmp(group, "check") != 0;
}

QList<QKeySequence> shortcutsOf(const ActionInfo& info)
{
    QList<QKeySequence> sequences;
    for (const QString& part : QString::fromLatin1(info.shortcut).split(QLatin1Char(' '), Qt::SkipEmptyParts))
        sequences.append(QKeySequence(part, QKeySequence::PortableText));
    return sequences;
}

} // namespace

QString plainText(const QAction& action)
{
    static const QRegularExpression inBrackets(QStringLiteral("\\(&.\\)"));
    return action.text().remove(inBrackets).remove(QLatin1Char('&'));
}

Actions::Actions(QWidget* window)
    : QObject(window)
{
    std::map<QString, QActionGroup*> groups;
    for (const ActionInfo& info : actionTable()) {
        auto* action = new QAction(window);
        action->setObjectName(QString::fromLatin1(info.id));
        action->setShortcuts(shortcutsOf(info));
        action->setCheckable(*info.group != '\0');
        action->setMenuRole(QAction::NoRole);
        if (isGroup(info.group)) {
            QActionGroup*& group = groups[QString::fromLatin1(info.group)];
            if (!group)
                group = new QActionGroup(this);
            group->addAction(action);
        }
        window->addAction(action);
        const bool isNew = m_actions.emplace(action->objectName(), action).second;
        HL_ASSERT(isNew);
        m_inOrder.push_back(action);
    }
    retranslate();
}

QAction& Actions::operator[](const char* id) const
{
    const auto found = m_actions.find(QString::fromLatin1(id));
    HL_ASSERT(found != m_actions.end());
    return *found->second;
}

void Actions::fillMenuBar(QMenuBar& bar)
{
    for (const MenuInfo& info : menus) {
        if (!std::strchr(info.path, '/'))
            m_menus[QString::fromLatin1(info.path)] = bar.addMenu(QString());
    }
    for (const ActionInfo& info : actionTable()) {
        for (const MenuInfo& submenu : menus) {
            if (std::strcmp(submenu.before, info.id) == 0)
                addSubmenu(QString::fromLatin1(submenu.path), submenu.startsSection);
        }
        QMenu* menu = m_menus.at(QString::fromLatin1(info.menu));
        if (info.startsSection && !menu->isEmpty())
            menu->addSeparator();
        menu->addAction(m_actions.at(QString::fromLatin1(info.id)));
    }
    for (const auto& [path, menu] : m_menus)
        menu->setToolTipsVisible(true);
    retranslate();
}

void Actions::addSubmenu(const QString& path, bool startsSection)
{
    QMenu* parent = m_menus.at(path.section(QLatin1Char('/'), 0, 0));
    if (startsSection)
        parent->addSeparator();
    m_menus[path] = parent->addMenu(QString());
}

QMenu* Actions::menu(const char* path) const
{
    const auto found = m_menus.find(QString::fromLatin1(path));
    HL_ASSERT(found != m_menus.end());
    return found->second;
}

std::vector<QAction*> Actions::listed() const
{
    std::vector<QAction*> found;
    for (const MenuInfo& info : menus) {
        const auto table = actionTable();
        const bool isOfTable = std::any_of(table.begin(), table.end(), [&](const ActionInfo& action) { return std::strcmp(action.menu, info.path) == 0; });
        const auto menu = m_menus.find(QString::fromLatin1(info.path));
        if (isOfTable || menu == m_menus.end())
            continue;
        emit menu->second->aboutToShow(); // whoever fills it does so then
        const auto entries = menu->second->actions();
        found.insert(found.end(), entries.begin(), entries.end());
    }
    return found;
}

void Actions::retranslate()
{
    for (const ActionInfo& info : actionTable()) {
        QAction& action = (*this)[info.id];
        action.setText(translatedText(info.text));
        QString tip = translatedText(info.toolTip);
        action.setStatusTip(tip);
        if (!action.shortcut().isEmpty())
            tip += QStringLiteral(" (%1)").arg(action.shortcut().toString(QKeySequence::NativeText));
        action.setToolTip(tip);
    }
    for (const MenuInfo& info : menus) {
        if (const auto found = m_menus.find(QString::fromLatin1(info.path)); found != m_menus.end())
            found->second->setTitle(translatedText(info.title));
    }
}

void Actions::setTheme(const Theme& theme)
{
    for (const ActionInfo& info : actionTable()) {
        if (*info.icon)
            (*this)[info.id].setIcon(themedIcon(QString::fromLatin1(info.icon), theme));
    }
}

} // namespace hl::ui
