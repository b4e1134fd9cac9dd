#include "ui/player.h"

#include <cmath>

namespace hl::ui {

namespace {

constexpr double pace = 1100.0; // ms a step at normal speed

} // namespace

Player::Player(Session& session, Settings& settings, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_settings(settings)
{
    setPace();
    connect(&m_timer, &QTimer::timeout, this, &Player::tick);
    connect(&settings, &Settings::motionChanged, this, &Player::setPace);
    connect(&session, &Session::traceChanged, this, [this] {
        if (!m_session.trace())
            setPlaying(false);
    });
}

void Player::setPace()
{
    m_timer.setInterval(static_cast<int>(std::lround(pace / m_settings.speed())));
}

bool Player::isAtFirst() const
{
    const TracePtr trace = m_session.trace();
    const Place& place = m_session.selection().place();
    return !trace || previousStep(place, *trace) == place;
}

bool Player::isAtLast() const
{
    const TracePtr trace = m_session.trace();
    const Place& place = m_session.selection().place();
    return !trace || nextStep(place, *trace) == place;
}

void Player::go(Place (*walk)(const Place&, const Trace&))
{
    if (const TracePtr trace = m_session.trace())
        m_session.selection().setPlace(walk(m_session.selection().place(), *trace));
}

void Player::setPlaying(bool isPlaying)
{
    const bool canPlay = isPlaying && m_session.trace() != nullptr;
    if (canPlay == this->isPlaying()) {
        if (isPlaying != canPlay)
            emit playingChanged(canPlay); // a button that was pressed in vain comes out again
        return;
    }
    if (canPlay) {
        if (isAtLast())
            first();
        m_timer.start();
    } else {
        m_timer.stop();
    }
    emit playingChanged(canPlay);
}

void Player::tick()
{
    if (isAtLast())
        setPlaying(false);
    else
        next();
}

} // namespace hl::ui
