#pragma once

#include "ui/actions.h"
#include "ui/docks.h"
#include "ui/model_loader.h"
#include "ui/player.h"
#include "ui/status_line.h"
#include "ui/undo_history.h"

#include <QMainWindow>
#include <QPointer>

#include <functional>

class QMessageBox;

namespace hl::ui {

class DropHint;
class Exporter;
class SessionKeeper;
struct SavedSession;
class ToolBar;

/// The window: menus, toolbar, the views and the line at the bottom, around one session.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(Settings& settings, QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] Session& session() { return m_session; }
    [[nodiscard]] Actions& actionRegistry() { return *m_actions; }
    [[nodiscard]] Docks& docks() { return *m_docks; }
    [[nodiscard]] StatusLine& statusLine() { return *m_status; }
    [[nodiscard]] UndoHistory& undoHistory() { return *m_undo; }
    [[nodiscard]] Exporter& exporter() { return *m_exporter; }

    /// A folder, the name of a built-in model, a session's file, or a picture with its session inside.
    void open(const QString& nameOrPath);
    /// A saved session, or a picture that was exported from one.
    void openSession(const QString& path);
    /// Goes on at once, or, where a named session has changes, when its user has said what becomes of them.
    void afterAsking(const std::function<void()>& next);
    void saveSession(const QString& path);
    /// From now on the session is kept in this file while it changes; openLast() reads it.
    void keepSessionIn(const QString& path);
    /// The session of last time, or the first sample.
    void openLast();
    /// False, with the reason in the status bar, where its model cannot be opened.
    bool openSample(const Sample& sample);
    /// The first sample whose model can be opened.
    void openFirstSample();
    /// Asks for a folder.
    void openFolder();
    void chooseSession();
    void chooseWhereToSave();
    /// Asks for a file of arrays, to be shown as one attention call.
    void openNumbers();
    /// Asks whether dropped numbers are to be shown or checked.
    void askAboutNumbers(const QStringList& paths);
    void showCard();
    /// Asks whether a model that takes much memory is to be opened.
    void askAboutOpening(const QString& sentence, const QString& name);
    /// Asks what to keep of a run that takes too much memory, once until a run fits again.
    void askAboutMemory(const QString& sentence);
    /// Checks the numbers in these files in the mistakes view; asks for files where none are given.
    void checkNumbers(const QStringList& paths);

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    bool event(QEvent* event) override;
    bool focusNextPrevChild(bool isForwards) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void connectFileActions();
    void connectViewActions();
    void connectViews();
    void rebuildViews();
    void connectHelpActions();
    void connectUndo();
    void fillMenus();
    void applyTheme();
    void applyTitle();
    void setPresenting(bool isPresenting);
    void openModel(const QString& nameOrFolder);
    /// The same as open(), for somebody who looks on: what the model warns of is shown in full, once.
    void openAsked(const QString& nameOrFolder);
    void finishOpening(const std::shared_ptr<const Model>& model, const QString& name);
    void takeKeys();
    void comeToNothing(const QString& sentence);
    /// Says why something could not be opened; whatever is there, or is on its way, stays.
    void refuse(const QString& sentence);
    void openSaved(SavedSession saved, const QString& path, bool isAheadOfFile = false);
    void showSaved(const SavedSession& saved, const std::shared_ptr<const Model>& model, const QString& path);
    void setSessionPath(const QString& path);
    void noteChanges();
    void openText(const QString& path);
    void tellLook(const Sample& sample);
    void tellLookAgain();

    Settings& m_settings;
    Session m_session;
    ModelLoader m_loader;
    Player m_player;
    Actions* m_actions;
    UndoHistory* m_undo;
    Docks* m_docks;
    StatusLine* m_status;
    ToolBar* m_toolBar = nullptr;
    DropHint* m_dropHint; ///< hidden while nothing is dragged
    std::unique_ptr<Exporter> m_exporter;
    bool m_isRetranslating = false;
    std::unique_ptr<SessionKeeper> m_keeper;
    std::unique_ptr<SavedSession> m_sessionToCome; ///< for the model that is being opened
    QString m_pathToCome;  ///< and what "save session" writes from then on
    bool m_isAheadOfFile = false; ///< it is not what that file holds
    QString m_lastSession; ///< where the session is kept while it changes; empty: nowhere
    QString m_lookTold;    ///< what the status bar last said to look at in a sample
    QString m_sessionPath; ///< what "save session" writes; empty: to be asked for
    const QUndoCommand* m_opening = nullptr; ///< that opened it: what was before is another piece of work
    QPointer<QMessageBox> m_memoryQuestion;
    bool m_isMemoryAnswered = false; ///< the user was asked since the last run that fitted
    QStringList m_warnedOf; ///< models whose warnings were shown
    bool m_isCardWanted = false; ///< the user opens a model: what it warns of is shown
};

} // namespace hl::ui
