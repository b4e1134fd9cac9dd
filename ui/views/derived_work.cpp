#include "ui/views/derived_work.h"

#include "core/base/background.h"
#include "ui/session.h"

#include <QToolButton>

namespace hl::ui {

DerivedWork::DerivedWork(QToolButton* stop, Session& session, QObject* parent)
    : QObject(parent)
    , m_stop(stop)
    , m_session(session)
{
    if (m_stop) {
        m_stop->setText(tr("Stop"));
        m_stop->setAccessibleName(tr("Stop computing"));
        m_stop->setToolTip(tr("Stop what is being worked out; the next text or page begins anew"));
        m_stop->hide();
        connect(m_stop, &QToolButton::clicked, this, &DerivedWork::stop);
    }
    const auto deliver = [this](std::uint64_t generation, bool) {
        QMetaObject::invokeMethod(this, [this, generation] { receive(generation); }, Qt::QueuedConnection);
    };
    m_worker = std::make_unique<LatestWins<Work, bool>>(
        [](const Work& work, std::stop_token token) {
            yieldToOthers(); // the pictures of the same trace are being painted
            work(std::move(token));
            return true;
        },
        deliver);
}

DerivedWork::~DerivedWork() = default;

void DerivedWork::start(Work work)
{
    m_worker->submit(std::move(work));
    showComputing(true);
}

void DerivedWork::finish()
{
    m_worker->cancel();
    showComputing(false);
}

void DerivedWork::stop()
{
    m_isStopped = true;
    finish();
}

void DerivedWork::receive(std::uint64_t generation)
{
    if (generation != m_worker->latest())
        return;
    showComputing(false);
    m_session.noteDerived();
}

void DerivedWork::showComputing(bool isComputing)
{
    m_isComputing = isComputing;
    if (m_stop)
        m_stop->setVisible(isComputing);
}

} // namespace hl::ui
