#include "ui/command_palette.h"

#include "ui/actions.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>

#include <algorithm>

namespace hl::ui {

namespace {

/// "Export › Picture…": an entry of a submenu says little without the submenu's name.
QString fullText(const QAction& action)
{
    for (const QObject* object : action.associatedObjects()) {
        const auto* menu = qobject_cast<const QMenu*>(object);
        if (!menu)
            continue;
        const auto holders = menu->menuAction()->associatedObjects();
        const bool isSubmenu = std::any_of(holders.begin(), holders.end(),
                                           [](const QObject* holder) { return qobject_cast<const QMenu*>(holder); });
        if (isSubmenu)
            return plainText(*menu->menuAction()) + QStringLiteral(" › ") + plainText(action);
    }
    return plainText(action);
}

bool matches(const QAction& action, const QStringList& words)
{
    const QString all = plainText(action) + QLatin1Char(' ') + action.statusTip() + QLatin1Char(' ') + action.objectName();
    return std::all_of(words.begin(), words.end(),
                       [&all](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

} // namespace

CommandPalette::CommandPalette(const Actions& actions, QWidget* parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint)
    , m_actions(actions)
    , m_field(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setObjectName(QStringLiteral("commandPalette"));
    setWindowTitle(tr("Find a command"));
    m_field->setPlaceholderText(tr("What do you want to do?"));
    m_field->setAccessibleName(m_field->placeholderText());
    m_field->installEventFilter(this);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->addWidget(m_field);
    layout->addWidget(m_list);
    resize(520, 420);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::run);
    filter({});
}

void CommandPalette::filter(const QString& text)
{
    m_list->clear();
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (QAction* action : m_actions.all()) {
        if (!action->isEnabled() || action->objectName() == QLatin1String("help.palette") || !matches(*action, words))
            continue;
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        const QString name = fullText(*action);
        auto* item = new QListWidgetItem(action->icon(), keys.isEmpty() ? name : name + QStringLiteral("   ") + keys);
        item->setToolTip(action->statusTip());
        item->setData(Qt::UserRole, QVariant::fromValue<QObject*>(action));
        m_list->addItem(item);
    }
    m_list->setCurrentRow(0);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Up) {
        const int next = m_list->currentRow() + (key == Qt::Key_Down ? 1 : -1);
        m_list->setCurrentRow(std::clamp(next, 0, std::max(0, m_list->count() - 1)));
        return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        run();
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

void CommandPalette::run()
{
    const QListWidgetItem* item = m_list->currentItem();
    if (!item)
        return;
    auto* action = qobject_cast<QAction*>(item->data(Qt::UserRole).value<QObject*>());
    accept();
    if (action)
        action->trigger();
}

} // namespace hl::ui
