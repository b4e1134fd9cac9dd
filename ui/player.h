#pragma once

#include "ui/models/step_walk.h"
#include "ui/session.h"
#include "ui/settings.h"

#include <QTimer>

namespace hl::ui {

/// Walks through the steps of the selected layer and head, by hand or in time.
class Player : public QObject
{
    Q_OBJECT

public:
    Player(Session& session, Settings& settings, QObject* parent = nullptr);

    [[nodiscard]] bool isPlaying() const { return m_timer.isActive(); }
    [[nodiscard]] bool isAtFirst() const;
    [[nodiscard]] bool isAtLast() const;

    void first() { go(firstStep); }
    void previous() { go(previousStep); }
    void next() { go(nextStep); }
    void last() { go(lastStep); }
    /// Plays from here, or from the beginning if at the end.
    void setPlaying(bool isPlaying);

signals:
    void playingChanged(bool isPlaying);

private:
    void go(Place (*walk)(const Place&, const Trace&));
    void tick();
    void setPace();

    Session& m_session;
    Settings& m_settings;
    QTimer m_timer;
};

} // namespace hl::ui
