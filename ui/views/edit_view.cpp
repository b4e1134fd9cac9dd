#include "ui/views/edit_view.h"

#include "core/base/file.h"
#include "core/edit/edit_json.h"
#include "ui/figure/edit_figure.h"
#include "ui/translate.h"
#include "ui/views/edit_menu.h"
#include "ui/views/figure_scroll.h"
#include "ui/views/figure_view.h"
#include "ui/views/flow_layout.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>

namespace hl::ui {

namespace {

constexpr int indexRole = Qt::UserRole;

QToolButton* button(QWidget* parent, const QString& text, const QString& tip, const char* name)
{
    auto* made = new QToolButton(parent);
    made->setText(text);
    made->setToolTip(tip);
    made->setObjectName(QLatin1String(name));
    return made;
}

} // namespace

EditView::EditView(Session& session, Settings& settings, QWidget* parent)
    : View(session, settings, parent)
    , m_canvas(new FigureView(std::make_unique<EditFigure>(), session, settings, this))
    , m_list(new QListWidget(this))
    , m_add(button(this, tr("&Add"), tr("Change the selected head, its weights or the selected token"), "addEdit"))
    , m_remove(button(this, tr("&Remove"), tr("Take the selected changes out of the list"), "removeEdit"))
    , m_clear(button(this, tr("&Clear"), tr("Take all changes back"), "clearEdits"))
    , m_open(button(this, tr("&Open…"), tr("Read a list of changes from a JSON file"), "openEdits"))
    , m_save(button(this, tr("&Save…"), tr("Write this list to a JSON file, which the command line takes as --edits"), "saveEdits"))
    , m_note(new QLabel(this))
{
    setObjectName(name());
    m_canvas->setWalkedAfterClick(true);
    m_list->setObjectName(QStringLiteral("edits"));
    m_list->setAccessibleName(tr("Changes by hand"));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setDragDropMode(QAbstractItemView::InternalMove);
    m_list->setWordWrap(true);
    m_list->setToolTip(tr("Changes are applied in this order. Space switches one off, F2 names it, drag moves it, Delete removes it"));
    m_list->installEventFilter(this);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText); // may quote names from elsewhere
    m_note->setObjectName(QStringLiteral("editNote"));
    m_note->hide();
    m_add->setMenu(new QMenu(m_add));
    m_add->setPopupMode(QToolButton::InstantPopup);

    auto* buttons = new FlowLayout;
    for (QToolButton* one : {m_add, m_remove, m_clear, m_open, m_save})
        buttons->addWidget(one);
    auto* left = new QVBoxLayout;
    left->setSpacing(8);
    left->addLayout(buttons);
    left->addWidget(m_note);
    left->addWidget(m_list, 1);
    auto* all = new QHBoxLayout(this);
    all->setContentsMargins(12, 8, 0, 8);
    all->setSpacing(12);
    all->addLayout(left, 2);
    all->addWidget(new FigureScroll(m_canvas, session, settings, this), 3);

    connect(m_add->menu(), &QMenu::aboutToShow, this, [this] {
        fillEditMenu(*m_add->menu(), m_session, this, [this](const EditAction& action) { add(action); });
    });
    connect(m_remove, &QToolButton::clicked, this, &EditView::removeSelected);
    connect(m_clear, &QToolButton::clicked, this, [this] { m_session.setEdits({}); });
    connect(m_open, &QToolButton::clicked, this, &EditView::chooseFile);
    connect(m_save, &QToolButton::clicked, this, &EditView::chooseTarget);
    connect(m_list, &QListWidget::itemChanged, this, &EditView::readList);
    connect(m_list->model(), &QAbstractItemModel::rowsMoved, this, &EditView::readList);
    connect(m_list, &QListWidget::itemSelectionChanged, this, [this] { m_remove->setEnabled(!m_list->selectedItems().isEmpty()); });
    connect(&m_session, &Session::requestChanged, this, &EditView::showEdits);
    connect(&m_session, &Session::traceChanged, this, &EditView::showEdits);
    connect(&m_settings, &Settings::themeChanged, this, &EditView::showEdits); // items have colours of their own
    showEdits();
}

void EditView::add(const EditAction& action)
{
    Edits edits = m_session.request().edits;
    edits.push_back({action});
    m_session.setEdits(std::move(edits));
}

void EditView::showEdits()
{
    const Edits& edits = m_session.request().edits;
    const QSignalBlocker blocker(m_list);
    if (m_shown != edits || m_list->count() != static_cast<int>(edits.size())) {
        const int current = m_list->currentRow();
        m_list->clear();
        for (const Edit& edit : edits) {
            auto* item = new QListWidgetItem(m_list);
            item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemIsEditable | Qt::ItemIsDragEnabled);
            item->setCheckState(edit.isOn ? Qt::Checked : Qt::Unchecked);
            item->setData(indexRole, m_list->count() - 1);
        }
        m_list->setCurrentRow(std::min(current, m_list->count() - 1));
        m_shown = edits;
    }
    const bool isTold = m_session.trace() && !m_session.isStale() && m_session.trace()->editRefusals().size() == edits.size();
    for (std::size_t i = 0; i < edits.size(); ++i) {
        QListWidgetItem* item = m_list->item(static_cast<int>(i));
        const QString what = translated(describe(edits[i].action));
        const auto refusal = isTold ? m_session.trace()->editRefusals()[i] : std::nullopt;
        item->setText(edits[i].name.empty() ? what : QString::fromStdString(edits[i].name));
        item->setToolTip(Qt::convertFromPlainText(refusal ? what + QLatin1Char('\n') + translated(*refusal) : what, Qt::WhiteSpaceNormal));
        item->setForeground(refusal ? m_settings.theme().broken : edits[i].isOn ? m_settings.theme().text : m_settings.theme().secondary);
        QFont font = m_list->font();
        font.setStrikeOut(refusal.has_value());
        item->setFont(font);
    }
    m_clear->setEnabled(!edits.empty());
    m_save->setEnabled(!edits.empty());
    m_add->setEnabled(m_session.model() != nullptr);
    m_remove->setEnabled(!m_list->selectedItems().isEmpty());
    QString left;
    if (isTold) {
        for (std::size_t i = 0; i < edits.size(); ++i) {
            if (const auto& refusal = m_session.trace()->editRefusals()[i])
                left = translated(*refusal);
        }
    }
    m_note->setText(left);
    m_note->setVisible(!left.isEmpty());
}

/// The list was changed by the user: checked, renamed, or put into another order.
void EditView::readList()
{
    const Edits& old = m_session.request().edits;
    Edits edits;
    for (int row = 0; row < m_list->count(); ++row) {
        const QListWidgetItem* item = m_list->item(row);
        const auto index = static_cast<std::size_t>(item->data(indexRole).toInt());
        if (index >= old.size())
            return;
        Edit edit = old[index];
        edit.isOn = item->checkState() == Qt::Checked;
        const QString text = item->text().trimmed();
        edit.name = text == translated(describe(edit.action)) ? std::string() : text.toStdString();
        edits.push_back(std::move(edit));
    }
    // The list is in the middle of an event of its own.
    QMetaObject::invokeMethod(this, [this, edits = std::move(edits)] {
        if (edits == m_session.request().edits)
            showEdits();
        else
            m_session.setEdits(edits);
    }, Qt::QueuedConnection);
}

void EditView::removeSelected()
{
    const Edits& old = m_session.request().edits;
    Edits edits;
    for (int row = 0; row < m_list->count(); ++row) {
        if (!m_list->item(row)->isSelected())
            edits.push_back(old[static_cast<std::size_t>(row)]);
    }
    m_session.setEdits(std::move(edits));
}

bool EditView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete) {
        removeSelected();
        return true;
    }
    return View::eventFilter(watched, event);
}

QString EditView::openFile(const QString& path)
{
    const auto text = readTextFile(path.toStdString(), limits::configFile);
    if (!text)
        return translated(text.error().message);
    auto edits = editsFromJson(*text, path.toStdString());
    if (!edits)
        return translated(edits.error().message);
    m_session.setEdits(std::move(*edits));
    return {};
}

QString EditView::saveFile(const QString& path) const
{
    const auto written = writeTextFileAtomically(path.toStdString(), editsToJson(m_session.request().edits));
    return written ? QString() : translated(written.error().message);
}

void EditView::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a list of changes"), QString(), tr("Changes (*.json)"));
    if (path.isEmpty())
        return;
    const QString problem = openFile(path);
    m_note->setText(problem);
    m_note->setVisible(!problem.isEmpty());
}

void EditView::chooseTarget()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the list of changes"), QStringLiteral("changes.json"), tr("Changes (*.json)"));
    if (path.isEmpty())
        return;
    const QString problem = saveFile(path);
    m_note->setText(problem);
    m_note->setVisible(!problem.isEmpty());
}

} // namespace hl::ui
