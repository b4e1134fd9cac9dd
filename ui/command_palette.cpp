#include "ui/command_palette.h"

#include "ui/actions.h"
#include "ui/panel.h"
#include "ui/views/figure_view.h"
#include "ui/views/view.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QStyle>

#include <algorithm>
#include <iterator>

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

bool hasAll(const QString& text, const QStringList& words)
{
    return std::all_of(words.begin(), words.end(),
                       [&text](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

/// Entries of lists have no line of the status bar.
QString sentenceOf(const QAction& action)
{
    return action.statusTip().isEmpty() ? action.toolTip() : action.statusTip();
}

/// Whoever looks for a panel wants to see and to use it: the entry of its menu would hide it where it is shown already.
void choose(QAction& action)
{
    if (auto* panel = qobject_cast<Panel*>(action.parent())) {
        panel->show();
        panel->raise();
        panel->view()->figureView()->setFocus(Qt::ShortcutFocusReason);
    } else {
        action.trigger();
    }
}

bool matches(const QAction& action, const QStringList& words)
{
    return hasAll(QStringList{fullText(action), sentenceOf(action), action.objectName()}.join(QLatin1Char(' ')), words);
}

/// What is called as was typed comes first, then what begins so, then what has the words in its name.
int rankOf(const QAction& action, const QString& wanted, const QStringList& words)
{
    const QString name = plainText(action);
    if (name.compare(wanted, Qt::CaseInsensitive) == 0)
        return 0;
    if (name.startsWith(wanted, Qt::CaseInsensitive))
        return 1;
    return hasAll(name, words) ? 2 : 3;
}

} // namespace

CommandPalette::CommandPalette(const Actions& actions, QWidget* parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint)
    , m_field(new QLineEdit(this))
    , m_list(new QListWidget(this))
    , m_nothing(new QLabel(tr("Nothing is called that. Try one word of it."), this))
{
    for (const auto& part : {actions.all(), actions.listed()})
        m_all.insert(m_all.end(), part.begin(), part.end());
    setObjectName(QStringLiteral("commandPalette"));
    setWindowTitle(tr("Find a command"));
    m_field->setPlaceholderText(tr("What do you want to do?"));
    m_field->setAccessibleName(m_field->placeholderText());
    m_field->installEventFilter(this);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->addWidget(m_field);
    layout->addWidget(m_list);
    m_nothing->setObjectName(QStringLiteral("nothingFound"));
    m_nothing->setWordWrap(true);
    m_nothing->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_nothing->setContentsMargins(4, 8, 4, 0);
    layout->addWidget(m_nothing, 1);
    resize(520, 420);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::run);
    filter({});
}

void CommandPalette::filter(const QString& text)
{
    m_list->clear();
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const int iconSide = style()->pixelMetric(QStyle::PM_ListViewIconSize, nullptr, m_list);
    QPixmap nothing(iconSide, iconSide);
    nothing.fill(Qt::transparent);
    const QIcon noIcon(nothing); // names stand below each other
    std::vector<QAction*> found;
    std::copy_if(m_all.begin(), m_all.end(), std::back_inserter(found), [&words](const QAction* action) {
        return action && action->isEnabled() && action->objectName() != QLatin1String("help.palette") && matches(*action, words);
    });
    const QString wanted = words.join(QLatin1Char(' '));
    std::stable_sort(found.begin(), found.end(), [&](const QAction* a, const QAction* b) { return rankOf(*a, wanted, words) < rankOf(*b, wanted, words); });
    for (QAction* action : found) {
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        const QString name = fullText(*action);
        auto* item = new QListWidgetItem(action->icon().isNull() ? noIcon : action->icon(), keys.isEmpty() ? name : name + QStringLiteral("   ") + keys);
        item->setToolTip(sentenceOf(*action));
        item->setSizeHint({0, m_field->sizeHint().height()}); // as wide as the list: what is longer ends in an ellipsis
        item->setData(Qt::UserRole, QVariant::fromValue(QPointer<QAction>(action)));
        m_list->addItem(item);
    }
    m_list->setCurrentRow(0);
    m_list->setVisible(!found.empty());
    m_nothing->setVisible(found.empty());
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

/// A click beside it closes it.
void CommandPalette::changeEvent(QEvent* event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && isVisible() && !isActiveWindow())
        reject();
}

void CommandPalette::run()
{
    const QListWidgetItem* item = m_list->currentItem();
    if (!item)
        return;
    const auto action = item->data(Qt::UserRole).value<QPointer<QAction>>();
    accept();
    if (action)
        choose(*action);
}

} // namespace hl::ui
