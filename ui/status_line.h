#pragma once

#include "ui/model_loader.h"
#include "ui/session.h"
#include "ui/settings.h"

#include <QStatusBar>

class QLabel;
class QProgressBar;
class QPushButton;

namespace hl::ui {

/// The line at the bottom. Left: what went wrong or what to know, with an icon and in words. Right: tokens, model, time
/// and memory of the run. While a model is being opened: a thin bar and Cancel.
class StatusLine final : public QStatusBar
{
    Q_OBJECT

public:
    StatusLine(Session& session, Settings& settings, ModelLoader& loader, QWidget* parent = nullptr);

    /// A sentence that stays until the next one, or until a run has something to say.
    void tell(const QString& sentence);
    /// What went wrong: it stays until the next sentence, also while what was there goes on.
    void complain(const QString& sentence);

    [[nodiscard]] QString sentence() const;
    [[nodiscard]] QString factsText() const;
    void refresh();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum class Mood { Quiet, Told, Note, Error, Complaint };

    void showProgress(int permille, const LoadProgress& done);
    void show(Mood mood, const QString& sentence);
    void showState();
    void fitSentence();

    Session& m_session;
    Settings& m_settings;
    QLabel* m_icon;
    QLabel* m_sentence;
    QLabel* m_facts;
    QProgressBar* m_progress;
    QPushButton* m_cancel;
    Mood m_mood = Mood::Quiet;
    QString m_opening; ///< name of the model that is being opened
    QString m_full; ///< the sentence, uncut
};

} // namespace hl::ui
