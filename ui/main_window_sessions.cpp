// The part of the main window that saves sessions and opens them, and knows which of them the work is.
#include "ui/main_window.h"

#include "ui/session_keeper.h"
#include "ui/translate.h"
#include "ui/views/compare_view.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

#include <utility>

namespace hl::ui {

namespace {

/// Whether the file holds this work, wherever its selection is and whichever view is in front.
bool isWorkIn(const QString& path, const SavedSession& work)
{
    const auto onlyWork = [](SavedSession session) {
        session.place = {};
        session.view.clear();
        session.compare.clear();
        session.isDark = false;
        return sessionToJson(session);
    };
    const auto saved = readSession(path);
    return saved && onlyWork(*saved) == onlyWork(work);
}

} // namespace

void MainWindow::openSaved(SavedSession saved, const QString& path, bool isAheadOfFile)
{
    const QString model = saved.modelName;
    m_pathToCome = path;
    m_isAheadOfFile = isAheadOfFile;
    m_sessionToCome = std::make_unique<SavedSession>(std::move(saved));
    openModel(model);
}

void MainWindow::showSaved(const SavedSession& saved, const std::shared_ptr<const Model>& model, const QString& path)
{
    const QUndoCommand* opening = m_undo->asOne([&] { m_keeper->show(saved, model); });
    m_docks->setCurrentView(saved.view);
    if (!saved.compare.isEmpty()) {
        if (auto* compare = qobject_cast<CompareView*>(m_docks->view(QStringLiteral("compare"))))
            compare->tell(saved.compare);
    }
    setSessionPath(path);
    m_opening = opening;
    m_undo->stack().setClean();
    if (std::exchange(m_isAheadOfFile, false))
        m_undo->stack().resetClean();
    takeKeys();
}

void MainWindow::openSession(const QString& path)
{
    auto saved = readSession(path);
    if (!saved) {
        refuse(translated(saved.error().message));
        return;
    }
    const bool isOwnFile = QFileInfo(path).suffix().toLower() == QLatin1String("headlight"); // a picture is not written over
    openSaved(std::move(*saved), isOwnFile ? QFileInfo(path).absoluteFilePath() : QString());
}

void MainWindow::saveSession(const QString& path)
{
    if (const auto written = writeSession(path, m_keeper->present()); !written) {
        m_status->complain(translated(written.error().message));
        return;
    }
    setSessionPath(path);
    m_undo->closeCommand();
    m_undo->stack().setClean();
    m_status->tell(tr("Saved %1").arg(QDir::toNativeSeparators(path)));
}

void MainWindow::setSessionPath(const QString& path)
{
    if (path != m_sessionPath)
        m_opening = nullptr;
    m_sessionPath = path;
    if (!m_lastSession.isEmpty())
        m_settings.setSessionFile(path);
    setWindowModified(false);
    applyTitle();
}

/// What was there before a session was opened is no part of it: who goes back to that must not write over its file.
void MainWindow::noteChanges()
{
    const auto standing = m_opening ? m_undo->standingOf(m_opening) : UndoHistory::Standing::Done;
    if (standing == UndoHistory::Standing::Undone)
        setSessionPath({});
    else if (standing == UndoHistory::Standing::Forgotten)
        m_opening = nullptr; // a later command may get its place in memory
    setWindowModified(!m_sessionPath.isEmpty() && m_undo->isWorkChanged());
}

void MainWindow::afterAsking(const std::function<void()>& next)
{
    if (!isWindowModified())
        return next();
    auto* question = new QMessageBox(QMessageBox::Question, tr("Unsaved changes"),
                                     tr("%1 has changes that are not saved.").arg(QFileInfo(m_sessionPath).fileName()), QMessageBox::Cancel, this);
    question->setObjectName(QStringLiteral("saveQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(tr("What is opened now takes its place."));
    QPushButton* save = question->addButton(tr("&Save them"), QMessageBox::AcceptRole);
    QPushButton* leave = question->addButton(tr("&Go on without saving"), QMessageBox::DestructiveRole);
    question->setDefaultButton(save);
    connect(save, &QPushButton::clicked, this, [this, next] {
        saveSession(m_sessionPath);
        if (!isWindowModified()) // else the status bar says why it could not be saved
            next();
    });
    connect(leave, &QPushButton::clicked, this, next);
    question->open();
}

void MainWindow::chooseSession()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a session"), QFileInfo(m_sessionPath).path(),
                                                      tr("Sessions and exported pictures") + QStringLiteral(" (*.headlight *.png *.svg *.pdf)"));
    if (!path.isEmpty())
        afterAsking([this, path] { openSession(path); });
}

void MainWindow::chooseWhereToSave()
{
    QFileDialog dialog(this, tr("Save the session"), QFileInfo(m_sessionPath).path(), tr("Session") + QStringLiteral(" (*.headlight)"));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(QStringLiteral("headlight"));
    if (dialog.exec() == QDialog::Accepted && !dialog.selectedFiles().isEmpty())
        saveSession(dialog.selectedFiles().constFirst());
}

void MainWindow::keepSessionIn(const QString& path)
{
    m_lastSession = path;
    m_keeper->keepIn(path);
}

/// Closing asks nothing: the next start goes on with the work, its name, and the mark of what is not in its file yet.
void MainWindow::openLast()
{
    const QString file = m_settings.sessionFile();
    if (m_lastSession.isEmpty() || !QFileInfo::exists(m_lastSession)) {
        openFirstSample();
        return;
    }
    auto saved = readSession(m_lastSession);
    if (!saved)
        return refuse(translated(saved.error().message));
    const bool hasFile = !file.isEmpty() && QFileInfo(file).isFile();
    const bool isAheadOfFile = hasFile && !isWorkIn(file, *saved);
    openSaved(std::move(*saved), hasFile ? file : QString(), isAheadOfFile);
}

} // namespace hl::ui
