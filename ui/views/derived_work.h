#pragma once

#include "core/run/latest_wins.h"

#include <QObject>

#include <functional>
#include <memory>
#include <stop_token>

class QToolButton;

namespace hl::ui {

class Session;

/// Works out in the background what a picture needs and takes long; the newest wins, and a button stops it. When it is done,
/// the session says that there are numbers.
class DerivedWork : public QObject
{
    Q_OBJECT

public:
    using Work = std::function<void(std::stop_token)>;

    /// `stop` is shown while there is something to stop; it gets its words here. Null: only what is newer stops it.
    DerivedWork(QToolButton* stop, Session& session, QObject* parent = nullptr);
    ~DerivedWork() override;

    [[nodiscard]] bool isComputing() const { return m_isComputing; }
    /// By the button: the same is not begun again by itself.
    [[nodiscard]] bool isStopped() const { return m_isStopped; }
    /// Something else is wanted: what was stopped may be begun again.
    void allow() { m_isStopped = false; }

    void start(Work work);
    /// All that is wanted is known.
    void finish();
    /// Nothing is asked for at present; what runs may go on.
    void rest() { showComputing(false); }

private:
    void stop();
    void receive(std::uint64_t generation);
    void showComputing(bool isComputing);

    QToolButton* m_stop;
    Session& m_session;
    bool m_isComputing = false;
    bool m_isStopped = false;
    // Last: destroyed first, so that nothing is delivered to a half-destroyed object.
    std::unique_ptr<LatestWins<Work, bool>> m_worker;
};

} // namespace hl::ui
