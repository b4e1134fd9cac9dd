// The part of the main window that opens models and samples, and keeps keys where they belong.
#include "ui/main_window.h"

#include "core/model/builtin.h"
#include "ui/samples.h"
#include "ui/session_keeper.h"
#include "ui/translate.h"
#include "ui/views/compare_view.h"
#include "ui/views/mistakes_view.h"
#include "ui/views/picture_view.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMimeData>
#include <QTabBar>

#include <algorithm>
#include <utility>

namespace hl::ui {

namespace {

/// The folder behind dropped files: a folder itself, or the one a model file lies in. Empty if there is none.
QString folderOf(const QMimeData& data)
{
    for (const QUrl& url : data.urls()) {
        const QFileInfo info(url.toLocalFile());
        if (info.isDir())
            return info.absoluteFilePath();
        if (info.isFile())
            return info.absolutePath();
    }
    return {};
}

/// Dropped files that hold numbers to check; the JSON files of a model's folder are part of the model.
QStringList numberFilesOf(const QMimeData& data)
{
    QStringList paths;
    for (const QUrl& url : data.urls()) {
        const QFileInfo info(url.toLocalFile());
        const QString ending = info.suffix().toLower();
        const bool isOfModel = ending == QLatin1String("json") && QFileInfo::exists(info.dir().filePath(QStringLiteral("config.json")));
        const bool hasNumbers = QStringList{QStringLiteral("npz"), QStringLiteral("npy"), QStringLiteral("csv"), QStringLiteral("json")}.contains(ending);
        if (info.isFile() && hasNumbers && !isOfModel)
            paths.append(info.absoluteFilePath());
    }
    return paths;
}

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
            || qobject_cast<const QTabBar*>(focus));
}

} // namespace

void MainWindow::open(const QString& nameOrPath)
{
    if (!findBuiltin(nameOrPath.toStdString()) && QFileInfo(nameOrPath).isFile() && mayHoldSession(nameOrPath)) {
        openSession(nameOrPath);
        return;
    }
    m_sessionToCome.reset();
    setSessionPath({});
    openModel(nameOrPath);
}

void MainWindow::openModel(const QString& nameOrFolder)
{
    const bool isBuiltin = findBuiltin(nameOrFolder.toStdString()) != nullptr;
    m_loader.load(isBuiltin ? nameOrFolder : QFileInfo(nameOrFolder).absoluteFilePath());
}

void MainWindow::finishOpening(const std::shared_ptr<const Model>& model, const QString& name)
{
    m_settings.addRecentModel(name);
    const auto saved = std::exchange(m_sessionToCome, nullptr);
    if (!saved) {
        m_session.setModel(model, name);
        return;
    }
    m_keeper->show(*saved, model);
    m_docks->setCurrentView(saved->view);
    if (auto* compare = qobject_cast<CompareView*>(m_docks->view(QStringLiteral("compare"))))
        compare->tell(saved->compare);
    m_undo->closeCommand();
    m_undo->stack().setClean();
}

void MainWindow::comeToNothing(const QString& sentence)
{
    m_sessionToCome.reset();
    setSessionPath({});
    if (!m_session.model())
        openFirstSample();
    m_status->complain(sentence);
}

void MainWindow::openSaved(SavedSession saved)
{
    const QString model = saved.modelName;
    m_sessionToCome = std::make_unique<SavedSession>(std::move(saved));
    openModel(model);
}

void MainWindow::openSession(const QString& path)
{
    auto saved = readSession(path);
    if (!saved) {
        comeToNothing(translated(saved.error().message));
        return;
    }
    openSaved(std::move(*saved));
    const bool isOwnFile = QFileInfo(path).suffix().toLower() == QLatin1String("headlight"); // a picture is not written over
    setSessionPath(isOwnFile ? QFileInfo(path).absoluteFilePath() : QString());
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
    m_sessionPath = path;
    setWindowModified(false);
    applyTitle();
}

void MainWindow::chooseSession()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a session"), QFileInfo(m_sessionPath).path(),
                                                      tr("Sessions and exported pictures") + QStringLiteral(" (*.headlight *.png *.svg *.pdf)"));
    if (!path.isEmpty())
        openSession(path);
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

bool MainWindow::openSample(const Sample& sample)
{
    m_loader.cancel();
    m_sessionToCome.reset();
    setSessionPath({});
    if (const auto shown = showSample(m_session, sample); !shown) {
        m_status->complain(translated(shown.error().message));
        return false;
    }
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

void MainWindow::openLast()
{
    if (m_lastSession.isEmpty() || !QFileInfo::exists(m_lastSession)) {
        openFirstSample();
        return;
    }
    if (auto saved = readSession(m_lastSession))
        openSaved(std::move(*saved));
    else
        comeToNothing(translated(saved.error().message));
}

void MainWindow::openFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a model folder (config.json and model.safetensors)"));
    if (!folder.isEmpty())
        open(folder);
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

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!folderOf(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const QUrl first = event->mimeData()->urls().value(0);
    auto* picture = dynamic_cast<PictureView*>(m_docks->view(QStringLiteral("picture")));
    if (picture && m_session.readsPictures() && first.toLocalFile().endsWith(QLatin1String(".png"), Qt::CaseInsensitive)) {
        event->acceptProposedAction();
        picture->openFile(first.toLocalFile());
        return;
    }
    if (const QStringList numbers = numberFilesOf(*event->mimeData()); !numbers.isEmpty()) {
        event->acceptProposedAction();
        checkNumbers(numbers);
        return;
    }
    if (first.isLocalFile() && QFileInfo(first.toLocalFile()).isFile() && mayHoldSession(first.toLocalFile())) {
        event->acceptProposedAction();
        openSession(first.toLocalFile());
        return;
    }
    if (const QString folder = folderOf(*event->mimeData()); !folder.isEmpty()) {
        event->acceptProposedAction();
        open(folder);
    }
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
