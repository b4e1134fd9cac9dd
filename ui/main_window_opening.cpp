// The part of the main window that opens models and samples, and keeps keys where they belong.
#include "ui/main_window.h"

#include "core/base/file.h"
#include "core/model/builtin.h"
#include "ui/drop_hint.h"
#include "ui/dropped.h"
#include "ui/model_card_dialog.h"
#include "ui/samples.h"
#include "ui/session_file.h"
#include "ui/translate.h"
#include "ui/views/mistakes_view.h"
#include "ui/views/picture_view.h"
#include "ui/views/prompt_edit.h"
#include "ui/views/prompt_view.h"
#include "ui/views/sound_view.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QTabBar>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace hl::ui {

namespace {

constexpr std::uint64_t longestTextFile = 64ULL << 20; // bytes

bool isArrow(int key)
{
    return key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_Home
        || key == Qt::Key_End || key == Qt::Key_PageUp || key == Qt::Key_PageDown;
}

/// Keys that the focused control needs itself: Space presses a button, arrows move a slider.
bool belongsToControl(const QWidget* focus, const QKeyEvent& key)
{
    if (key.modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier))
        return false;
    if (key.key() == Qt::Key_Space)
        return qobject_cast<const QAbstractButton*>(focus) || qobject_cast<const QComboBox*>(focus);
    return isArrow(key.key())
        && (qobject_cast<const QAbstractSlider*>(focus) || qobject_cast<const QComboBox*>(focus)
            || qobject_cast<const QAbstractSpinBox*>(focus) || qobject_cast<const QAbstractItemView*>(focus)
            || qobject_cast<const QTabBar*>(focus) || qobject_cast<const QScrollArea*>(focus));
}

} // namespace

void MainWindow::open(const QString& nameOrPath)
{
    if (!findBuiltin(nameOrPath.toStdString()) && QFileInfo(nameOrPath).isFile() && mayHoldSession(nameOrPath)) {
        openSession(nameOrPath);
        return;
    }
    m_sessionToCome.reset();
    m_pathToCome.clear();
    openModel(nameOrPath);
}

void MainWindow::openModel(const QString& nameOrFolder)
{
    const bool isBuiltin = findBuiltin(nameOrFolder.toStdString()) != nullptr;
    m_isCardWanted = false;
    m_loader.load(isBuiltin ? nameOrFolder : QFileInfo(nameOrFolder).absoluteFilePath(), false);
}

void MainWindow::openAsked(const QString& nameOrPath)
{
    afterAsking([this, nameOrPath] {
        open(nameOrPath);
        m_isCardWanted = true;
    });
}

void MainWindow::finishOpening(const std::shared_ptr<const Model>& model, const QString& name)
{
    m_settings.addRecentModel(name);
    const bool isCardWanted = std::exchange(m_isCardWanted, false) && !model->notes().empty() && !m_warnedOf.contains(name);
    const auto saved = std::exchange(m_sessionToCome, nullptr);
    const QString path = std::exchange(m_pathToCome, {});
    if (saved)
        return showSaved(*saved, model, path);
    setSessionPath({});
    m_session.setModel(model, name);
    takeKeys();
    if (isCardWanted) {
        m_warnedOf.append(name);
        showCard();
    }
}

/// A model without a text waits for one; with one, Space plays and arrows step. Who is typing goes on typing.
void MainWindow::takeKeys()
{
    auto* prompt = qobject_cast<PromptView*>(m_docks->view(QStringLiteral("prompt")));
    if (!prompt || prompt->isAncestorOf(focusWidget()))
        return;
    if (m_session.readsText() && m_session.text().isEmpty())
        prompt->edit().setFocus(Qt::OtherFocusReason);
    else
        setFocus();
}

void MainWindow::comeToNothing(const QString& sentence)
{
    m_sessionToCome.reset();
    refuse(sentence);
}

void MainWindow::refuse(const QString& sentence)
{
    if (!m_session.model() && !m_loader.isLoading())
        openFirstSample();
    m_status->complain(sentence);
}

bool MainWindow::openSample(const Sample& sample)
{
    m_loader.cancel();
    m_sessionToCome.reset();
    if (const auto shown = showSample(m_session, sample); !shown) {
        m_status->complain(translated(shown.error().message));
        return false;
    }
    setSessionPath({});
    tellLook(sample);
    m_docks->raiseView(QStringLiteral("ledger"));
    setFocus(); // so that Left and Right step
    return true;
}

void MainWindow::tellLook(const Sample& sample)
{
    m_lookTold = sample.look;
    m_status->tell(sample.look);
}

void MainWindow::tellLookAgain()
{
    if (m_lookTold.isEmpty() || m_status->sentence() != m_lookTold)
        return;
    const std::vector<Sample> all = samples(); // in the language that has come
    const auto shown = std::find_if(all.begin(), all.end(), [this](const Sample& sample) {
        return sample.text == m_session.text() && sample.second == m_session.secondText() && sample.model == m_session.modelName();
    });
    if (shown != all.end())
        tellLook(*shown);
}

void MainWindow::openFirstSample()
{
    for (const Sample& sample : samples()) {
        if (openSample(sample))
            return;
    }
}

void MainWindow::openFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a model folder (config.json and model.safetensors)"));
    if (!folder.isEmpty())
        openAsked(folder);
}

void MainWindow::openNumbers()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open numbers of attention (Q, K and V, or weights)"), QString(),
                                                      tr("Arrays (*.npz *.npy *.json *.csv *.tsv *.txt)"));
    if (!path.isEmpty())
        openAsked(path);
}

void MainWindow::askAboutNumbers(const QStringList& paths)
{
    if (paths.size() > 1) // several files together can only be checked
        return checkNumbers(paths);
    auto* question = new QMessageBox(QMessageBox::Question, tr("Numbers of attention"),
                                     tr("What shall be done with the numbers in %1?").arg(QFileInfo(paths.constFirst()).fileName()),
                                     QMessageBox::Cancel, this);
    question->setObjectName(QStringLiteral("numbersQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(tr("Show: they become one attention call, in every view. Check: they are compared with what is right."));
    QPushButton* show = question->addButton(tr("&Show them"), QMessageBox::AcceptRole);
    QPushButton* check = question->addButton(tr("&Check them"), QMessageBox::ActionRole);
    question->setDefaultButton(show);
    connect(show, &QPushButton::clicked, this, [this, paths] { openAsked(paths.constFirst()); });
    connect(check, &QPushButton::clicked, this, [this, paths] { checkNumbers(paths); });
    question->open();
}

void MainWindow::askAboutOpening(const QString& sentence, const QString& name)
{
    auto pending = std::exchange(m_sessionToCome, nullptr);
    if (!m_session.model())
        openFirstSample(); // something is there while the question stands
    m_sessionToCome = std::move(pending);
    auto* question = new QMessageBox(QMessageBox::Question, tr("Memory"), sentence, QMessageBox::Cancel, this);
    question->setObjectName(QStringLiteral("openingQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* go = question->addButton(tr("&Open all the same"), QMessageBox::AcceptRole);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(go, &QPushButton::clicked, this, [this, name] { m_loader.load(name, true); });
    question->open();
}

void MainWindow::askAboutMemory(const QString& sentence)
{
    if (m_memoryQuestion) {
        m_memoryQuestion->setText(sentence);
        return;
    }
    if (std::exchange(m_isMemoryAnswered, true))
        return;
    m_memoryQuestion = new QMessageBox(QMessageBox::Question, tr("Memory"), sentence, QMessageBox::Cancel, this);
    m_memoryQuestion->setObjectName(QStringLiteral("memoryQuestion"));
    m_memoryQuestion->setAttribute(Qt::WA_DeleteOnClose);
    m_memoryQuestion->setInformativeText(tr("This can be changed later under Model, If memory is short."));
    m_memoryQuestion->button(QMessageBox::Cancel)->setText(tr("&Compute nothing"));
    const auto offer = [this](const QString& text, Keep keep) {
        QPushButton* button = m_memoryQuestion->addButton(text, QMessageBox::ActionRole);
        connect(button, &QPushButton::clicked, this, [this, keep] {
            m_isMemoryAnswered = false;
            m_session.setKeep(keep);
        });
        return button;
    };
    offer(tr("As many &steps as fit"), Keep::Fit);
    offer(tr("Attention &only"), Keep::Patterns);
    offer(tr("The shown &layer only"), Keep::Layer);
    offer(tr("&Everything"), Keep::All);
    m_memoryQuestion->setDefaultButton(QMessageBox::Cancel);
    m_memoryQuestion->setEscapeButton(QMessageBox::Cancel);
    m_memoryQuestion->open();
}

void MainWindow::showCard()
{
    if (m_session.model())
        showModelCard(m_session.model(), m_session.modelName(), this);
}

void MainWindow::checkNumbers(const QStringList& paths)
{
    auto* mistakes = dynamic_cast<MistakesView*>(m_docks->view(QStringLiteral("mistakes")));
    if (!mistakes)
        return;
    m_docks->raiseView(QStringLiteral("mistakes"));
    if (paths.isEmpty())
        mistakes->chooseFiles();
    else
        mistakes->checkFiles(paths);
}

void MainWindow::openText(const QString& path)
{
    const auto bytes = readFile(std::filesystem::path(QFile::encodeName(path).toStdString()), longestTextFile);
    if (!bytes) {
        m_status->complain(translated(bytes.error().message));
        return;
    }
    m_session.setText(QString::fromUtf8(reinterpret_cast<const char*>(bytes->data()), static_cast<qsizetype>(bytes->size())).trimmed());
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const Dropped dropped = Dropped::of(*event->mimeData(), m_session);
    if (dropped.sentence.isEmpty())
        return;
    const bool isRefused = dropped.as == Dropped::As::Nothing;
    m_dropHint->tell(dropped.sentence, isRefused);
    event->setDropAction(isRefused ? Qt::IgnoreAction : event->proposedAction());
    event->accept(); // what is refused, too: else nobody would tell when it leaves
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*)
{
    m_dropHint->hide();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    m_dropHint->hide();
    const Dropped dropped = Dropped::of(*event->mimeData(), m_session);
    if (dropped.sentence.isEmpty())
        return;
    event->acceptProposedAction();
    switch (dropped.as) {
    case Dropped::As::Nothing: return m_status->complain(dropped.sentence);
    case Dropped::As::Model: return openAsked(dropped.paths.constFirst());
    case Dropped::As::Session: return afterAsking([this, path = dropped.paths.constFirst()] { openSession(path); });
    case Dropped::As::Numbers: return askAboutNumbers(dropped.paths);
    case Dropped::As::Text: return openText(dropped.paths.constFirst());
    case Dropped::As::Picture:
        if (auto* picture = dynamic_cast<PictureView*>(m_docks->view(QStringLiteral("picture"))))
            picture->openFile(dropped.paths.constFirst());
        return;
    case Dropped::As::Sound:
        if (auto* sound = dynamic_cast<SoundView*>(m_docks->view(QStringLiteral("sound"))))
            sound->openFile(dropped.paths.constFirst());
        return;
    }
}

bool MainWindow::focusNextPrevChild(bool isForwards)
{
    m_docks->orderControls(); // panels come and go
    const auto after = [isForwards](const QWidget* widget) { return isForwards ? widget->nextInFocusChain() : widget->previousInFocusChain(); };
    const QWidget* start = focusWidget() ? focusWidget() : this;
    for (QWidget* next = after(start); next != start; next = after(next)) {
        const bool isReached = (next->focusPolicy() & Qt::TabFocus) && !next->focusProxy() && next->isEnabled() && next->isVisibleTo(this);
        if (isReached && !Docks::isBehindATab(*next)) {
            next->setFocus(isForwards ? Qt::TabFocusReason : Qt::BacktabFocusReason);
            return true;
        }
    }
    return false;
}

bool MainWindow::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride
        && belongsToControl(QApplication::focusWidget(), *static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QMainWindow::event(event);
}

} // namespace hl::ui
