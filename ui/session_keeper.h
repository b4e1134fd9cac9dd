#pragma once

#include "core/run/latest_wins.h"
#include "ui/session.h"
#include "ui/session_file.h"
#include "ui/settings.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace hl::ui {

/// Turns what the window shows into a SavedSession and back, and keeps the latest one in a file, so that the next start goes on
/// where this one ended, however it ended.
class SessionKeeper : public QObject
{
    Q_OBJECT

public:
    /// `addWindow` fills in what only the window knows: the view and what it compares with.
    SessionKeeper(Session& session, Settings& settings, std::function<void(SavedSession&)> addWindow, QObject* parent = nullptr);
    ~SessionKeeper() override;

    [[nodiscard]] SavedSession present() const;
    /// Shows a saved session with its model, as one change.
    void show(const SavedSession& saved, std::shared_ptr<const Model> model);

    /// From now on every change is written into this file, a moment later and in the background.
    void keepIn(const QString& file);
    /// Writes at once.
    void saveNow();

signals:
    /// The file could not be written; one sentence, once until it can.
    void failed(const QString& sentence);

private:
    struct Job
    {
        QString file;
        SavedSession session;
    };

    void saveSoon();
    void noteWritten(const Result<void>& written);

    Session& m_session;
    Settings& m_settings;
    std::function<void(SavedSession&)> m_addWindow;
    QString m_file;
    QTimer m_saving; ///< gathers quick changes into one write
    bool m_hasFailed = false;
    std::unique_ptr<LatestWins<Job, Result<void>>> m_writer; // last: destroyed first
};

} // namespace hl::ui
