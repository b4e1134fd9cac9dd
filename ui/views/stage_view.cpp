#include "ui/views/stage_view.h"

#include <QVBoxLayout>

namespace hl::ui {

StageView::StageView(Session& session, Settings& settings, QWidget* parent)
    : View(session, settings, parent)
    , m_figure(new StageFigureView(session, settings, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_figure);
    setFocusProxy(m_figure);
}

} // namespace hl::ui
