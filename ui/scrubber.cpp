#include "ui/scrubber.h"

#include "ui/models/step_walk.h"

#include <QSignalBlocker>

namespace hl::ui {

Scrubber::Scrubber(Session& session, QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
    , m_session(session)
{
    setObjectName(QStringLiteral("scrubber"));
    setMinimumWidth(64);
    setMaximumWidth(180);
    setFocusPolicy(Qt::TabFocus);
    connect(&session, &Session::traceChanged, this, &Scrubber::follow);
    connect(&session.selection(), &Selection::changed, this, &Scrubber::follow);
    connect(this, &QSlider::valueChanged, this, [this](int index) {
        if (const TracePtr trace = m_session.trace())
            m_session.selection().setPlace(atWalkPosition(m_session.selection().place(), *trace, index));
    });
    retranslate();
    follow();
}

void Scrubber::retranslate()
{
    setAccessibleName(tr("Step of the computation"));
    setToolTip(tr("Drag to go through all steps, forth and back"));
}

void Scrubber::follow()
{
    const QSignalBlocker blocker(this);
    const TracePtr trace = m_session.trace();
    const WalkPosition walk = trace ? walkPosition(m_session.selection().place(), *trace) : WalkPosition{};
    setEnabled(walk.count > 1);
    setRange(0, std::max(walk.count - 1, 0));
    setPageStep(std::max(walk.count / 10, 1));
    setValue(walk.index);
}

} // namespace hl::ui
