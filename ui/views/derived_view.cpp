#include "ui/views/derived_view.h"

#include "ui/views/figure_scroll.h"
#include "ui/views/flow_layout.h"

#include <QBoxLayout>
#include <QToolButton>

namespace hl::ui {

DerivedView::DerivedView(Session& session, Settings& settings, QWidget* parent)
    : View(session, settings, parent)
{}

void DerivedView::layOut(FigureView* canvas, std::initializer_list<QWidget*> controls)
{
    m_figureView = canvas;
    m_stop = new QToolButton(this); // after the controls, as the Tab key goes
    m_work = new DerivedWork(m_stop, m_session, this);
    setObjectName(name());
    auto* row = new FlowLayout;
    row->setContentsMargins(12, 8, 12, 0);
    for (QWidget* control : controls)
        row->addWidget(control);
    row->addWidget(m_stop);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(row);
    layout->addWidget(new FigureScroll(m_figureView, m_session, m_settings, this), 1);
    connect(this, &View::cameIntoSight, this, [this] { prepare(); });
    connect(&m_settings, &Settings::optionsChanged, this, [this] { showOptions(); });
    connect(&m_session, &Session::traceChanged, this, [this] {
        m_work->allow();
        prepare();
    });
    connect(&m_session.selection(), &Selection::changed, this, [this] { prepare(); });
    showOptions();
}

void DerivedView::change(const std::function<void(PictureOptions&)>& apply)
{
    PictureOptions options = m_settings.options();
    apply(options);
    m_work->allow();
    m_settings.setOptions(options);
}

} // namespace hl::ui
