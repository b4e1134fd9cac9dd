#include "ui/main_window.h"

#include "ui/command_palette.h"
#include "ui/drop_hint.h"
#include "ui/export_actions.h"
#include "ui/help_dialogs.h"
#include "ui/language.h"
#include "ui/model_menus.h"
#include "ui/samples.h"
#include "ui/session_actions.h"
#include "ui/session_keeper.h"
#include "ui/style.h"
#include "ui/tool_bar.h"
#include "ui/views/compare_view.h"
#include "ui/views/mistakes_view.h"
#include "ui/views/prompt_view.h"
#include "ui/views/stage_view.h"

#include <QApplication>
#include <QCloseEvent>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QScreen>

namespace hl::ui {

MainWindow::MainWindow(Settings& settings, QWidget* parent)
    : QMainWindow(parent)
    , m_settings(settings)
    , m_player(m_session, settings)
{
    setLanguage(*qApp, settings.language());
    // Nothing is there yet in another language: the change must not build all views a second time.
    QCoreApplication::removePostedEvents(this, QEvent::LanguageChange);
    applyStyle(*qApp, settings.theme());
    setMinimumSize(760, 520);
    setAcceptDrops(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    setFocusPolicy(Qt::ClickFocus);
    m_actions = new Actions(this);
    m_actions->fillMenuBar(*menuBar());
    m_undo = new UndoHistory(m_session, settings, this);
    m_status = new StatusLine(m_session, settings, m_loader, this);
    setStatusBar(m_status);
    m_toolBar = new ToolBar(*m_actions, m_session, settings, this);
    addToolBar(m_toolBar);
    // Before the views are told: a style sheet gives every widget its old font again, and some set one of their own.
    connect(&settings, &Settings::themeChanged, this, &MainWindow::applyTheme);
    m_docks = new Docks(m_session, settings, this);
    setCentralWidget(m_docks);
    m_dropHint = new DropHint(this);
    m_keeper = std::make_unique<SessionKeeper>(m_session, settings, [this](SavedSession& saved) {
        saved.view = m_docks->currentView()->name();
        if (const auto* compare = qobject_cast<CompareView*>(m_docks->viewIfMade(QStringLiteral("compare"))))
            saved.compare = compare->told();
    });
    connect(m_keeper.get(), &SessionKeeper::failed, m_status, &StatusLine::complain);
    m_exporter = std::make_unique<Exporter>(
        m_session, *m_status,
        [this](const View& view) {
            SavedSession session = m_keeper->present();
            session.view = view.name();
            return sessionToJson(session);
        },
        this);

    connectSessionActions(*m_actions, m_session, m_player, m_settings);
    connectSettingsActions(*m_actions, settings);
    connectFileActions();
    connectViewActions();
    connectViews();
    connectHelpActions();
    connectUndo();
    fillMenus();
    applyTheme();
    applyTitle();

    connect(&m_loader, &ModelLoader::loaded, this, &MainWindow::finishOpening);
    connect(&m_loader, &ModelLoader::failed, this, &MainWindow::comeToNothing);
    connect(&m_loader, &ModelLoader::cancelled, this, [this] {
        m_sessionToCome.reset();
        if (!m_session.model())
            openFirstSample();
    });
    connect(&m_loader, &ModelLoader::memoryAsked, this, &MainWindow::askAboutOpening);
    connect(m_docks, &Docks::sampleChosen, this, [this](const Sample& sample) { afterAsking([this, sample] { openSample(sample); }); });
    connect(m_docks, &Docks::openModelWanted, this, &MainWindow::openFolder);
    connect(&m_player, &Player::playingChanged, m_toolBar, &ToolBar::setPlaying);
    connect(&m_session, &Session::memoryAsked, this, &MainWindow::askAboutMemory);
    connect(&m_session, &Session::traceChanged, this, [this] {
        if (!m_session.trace())
            return;
        m_isMemoryAnswered = false;
        if (m_memoryQuestion) // a shorter text has answered it
            m_memoryQuestion->close();
    });
    connect(&m_session, &Session::modelChanged, this, &MainWindow::applyTitle);
    // What a sample says to look at is about its own text and model.
    for (const auto changed : {&Session::textChanged, &Session::modelChanged})
        connect(&m_session, changed, m_status, [this] { m_status->tell(QString()); });
    connect(&settings, &Settings::languageChanged, this, [this] { setLanguage(*qApp, m_settings.language()); });

    // As large as the drawing of it, but never larger than the screen leaves beside a frame.
    resize(QSize(1600, 1000).boundedTo(screen()->availableSize() - QSize(8, 40)));
    const WindowLayout& layout = settings.windowLayout();
    if (!layout.geometry.isEmpty())
        restoreGeometry(layout.geometry);
    m_docks->restoreLayout(layout.docks);
    setFocus(); // else the first button has it: Space would open its menu
}

MainWindow::~MainWindow()
{
    // The player and the views still listen while the session goes.
    delete takeCentralWidget();
}

void MainWindow::connectFileActions()
{
    const auto on = [this](const char* id, auto handler) {
        connect(&(*m_actions)[id], &QAction::triggered, this, handler);
    };
    on("model.open", [this] { openFolder(); });
    on("session.open", [this] { chooseSession(); });
    on("session.save", [this] { m_sessionPath.isEmpty() ? chooseWhereToSave() : saveSession(m_sessionPath); });
    on("session.saveAs", [this] { chooseWhereToSave(); });
    on("file.numbers", [this] { openNumbers(); });
    on("model.card", [this] { showCard(); });
    on("file.check", [this] { checkNumbers({}); });
    on("export.picture", [this] { m_exporter->savePicture(m_docks->currentView()); });
    on("export.numbers", [this] { m_exporter->saveNumbers(m_docks->currentView()); });
    on("copy.picture", [this] { m_exporter->copyPicture(m_docks->currentView()); });
    on("copy.values", [this] { m_exporter->copyValues(m_docks->currentView()); });
    on("file.quit", [this] { close(); });
}

void MainWindow::connectViewActions()
{
    const auto on = [this](const char* id, auto handler) {
        connect(&(*m_actions)[id], &QAction::triggered, this, handler);
    };
    on("view.presenter", [this](bool isOn) { setPresenting(isOn); });
    on("compare.pin", [this] {
        if (auto* compare = qobject_cast<CompareView*>(m_docks->view(QStringLiteral("compare")))) {
            compare->pin();
            m_docks->raiseView(QStringLiteral("compare"));
        }
    });
    on("view.resetLayout", [this] { m_docks->resetLayout(); });
    on("edit.text", [this] {
        if (auto* prompt = qobject_cast<PromptView*>(m_docks->view(QStringLiteral("prompt")))) {
            prompt->edit().setFocus(Qt::ShortcutFocusReason);
            prompt->edit().selectAll();
        }
    });
    on("edit.clearSelection", [this] {
        if (m_loader.isLoading()) {
            m_loader.cancel();
            return;
        }
        m_player.setPlaying(false);
        if (m_settings.isPresenting()) {
            setPresenting(false);
            return;
        }
        Place place = m_session.selection().place();
        place.query = place.key = place.feature = 0;
        m_session.selection().setPlace(place);
        if (PictureOptions options = m_settings.options(); !options.comparedHeads.empty()) {
            options.comparedHeads.clear();
            m_settings.setOptions(options);
        }
    });
}

/// What a view could not take is said in the status bar. Views are made anew when the language changes.
void MainWindow::connectViews()
{
    if (auto* stage = qobject_cast<StageView*>(m_docks->view(QStringLiteral("stage"))))
        connect(&stage->stage(), &StageFigureView::refused, m_status, &StatusLine::complain);
}

/// All views anew. What is compared with, and what was found in someone's numbers, is kept by its view alone: the new one
/// goes on with it.
void MainWindow::rebuildViews()
{
    const QString compare = QStringLiteral("compare");
    const QString mistakes = QStringLiteral("mistakes");
    const auto* comparing = qobject_cast<CompareView*>(m_docks->viewIfMade(compare));
    const QString told = comparing ? comparing->told() : QString();
    const auto pinned = comparing ? comparing->pinned() : nullptr;
    const auto* checking = qobject_cast<MistakesView*>(m_docks->viewIfMade(mistakes));
    const auto checked = checking ? checking->checked() : std::nullopt;
    m_docks->rebuild();
    connectViews();
    if (checked)
        qobject_cast<MistakesView*>(m_docks->view(mistakes))->showChecked(checked);
    if (!told.isEmpty() || pinned) {
        auto* now = qobject_cast<CompareView*>(m_docks->view(compare));
        now->showPinned(pinned); // first: it stays pinned while something else is shown
        now->tell(told);
    }
}

void MainWindow::connectHelpActions()
{
    const auto on = [this](const char* id, auto handler) {
        connect(&(*m_actions)[id], &QAction::triggered, this, handler);
    };
    on("help.manual", [this] { showManual(this); });
    on("help.shortcuts", [this] { showShortcuts(*m_actions, this); });
    on("help.about", [this] { showAbout(this); });
    on("help.palette", [this] {
        auto* palette = new CommandPalette(*m_actions, this);
        palette->setAttribute(Qt::WA_DeleteOnClose);
        palette->show();
        palette->move(mapToGlobal(QPoint((width() - palette->width()) / 2, height() / 8)));
    });
}

void MainWindow::connectUndo()
{
    QUndoStack& stack = m_undo->stack();
    QAction& undo = (*m_actions)["edit.undo"];
    QAction& redo = (*m_actions)["edit.redo"];
    connect(&undo, &QAction::triggered, &stack, &QUndoStack::undo);
    connect(&redo, &QAction::triggered, &stack, &QUndoStack::redo);
    connect(&stack, &QUndoStack::canUndoChanged, &undo, &QAction::setEnabled);
    connect(&stack, &QUndoStack::canRedoChanged, &redo, &QAction::setEnabled);
    connect(&stack, &QUndoStack::cleanChanged, this, &MainWindow::noteChanges);
    connect(&stack, &QUndoStack::indexChanged, this, &MainWindow::noteChanges);
    undo.setEnabled(stack.canUndo());
    redo.setEnabled(stack.canRedo());
}

void MainWindow::fillMenus()
{
    const auto filled = [this](const char* path, auto fill) {
        QMenu* menu = m_actions->menu(path);
        disconnect(menu, &QMenu::aboutToShow, this, nullptr); // at a change of language they are filled anew
        connect(menu, &QMenu::aboutToShow, this, [menu, fill] { fill(*menu); });
        fill(*menu);
    };
    const auto openModel = [this](const QString& name) { openAsked(name); };
    filled("Model/Built in", [this, openModel](QMenu& menu) { fillBuiltinMenu(menu, m_session, openModel); });
    filled("File/Recent models", [this, openModel](QMenu& menu) { fillRecentMenu(menu, m_settings, openModel); });
    filled("File/Samples", [this](QMenu& menu) {
        fillSamplesMenu(menu, [this](const Sample& sample) { afterAsking([this, sample] { openSample(sample); }); });
    });
    filled("View/Panels", [this](QMenu& menu) { m_docks->fillPanelsMenu(menu); });
}

void MainWindow::applyTheme()
{
    const Theme theme = m_settings.theme();
    applyStyle(*qApp, theme);
    m_actions->setTheme(theme);
    m_toolBar->setPlaying(m_player.isPlaying());
}

void MainWindow::applyTitle()
{
    QString title = QStringLiteral("Headlight");
    if (m_session.model())
        title.prepend(modelTitle(m_session.modelName()) + QStringLiteral(" – "));
    if (!m_sessionPath.isEmpty()) // [*] is where Qt puts the mark of unsaved changes
        title.prepend(QFileInfo(m_sessionPath).completeBaseName() + QStringLiteral("[*] – "));
    setWindowTitle(title);
}

void MainWindow::setPresenting(bool isPresenting)
{
    if (isPresenting == m_settings.isPresenting())
        return;
    m_docks->setPresenting(isPresenting);
    m_settings.setPresenting(isPresenting);
    menuBar()->setVisible(!isPresenting);
    m_toolBar->setVisible(!isPresenting);
    m_status->setVisible(!isPresenting);
    setWindowState(isPresenting ? windowState() | Qt::WindowFullScreen : windowState() & ~Qt::WindowFullScreen);
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() != QEvent::LanguageChange || !m_toolBar || m_isRetranslating)
        return;
    m_isRetranslating = true;
    m_actions->retranslate();
    m_toolBar->retranslate();
    m_status->refresh();
    tellLookAgain();
    rebuildViews();
    fillMenus();
    applyTitle();
    m_isRetranslating = false;
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    setPresenting(false);
    m_settings.setWindowLayout({saveGeometry(), m_docks->layoutState()});
    m_settings.addToHistory(m_session.text());
    m_settings.save();
    m_keeper->saveNow();
    event->accept();
}

} // namespace hl::ui
