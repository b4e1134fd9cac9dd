#include "ui/views/figure_scroll.h"

#include "ui/views/figure_view.h"
#include "ui/views/view.h"

namespace hl::ui {

FigureScroll::FigureScroll(FigureView* view, Session& session, Settings& settings, View* parent)
    : QScrollArea(parent)
    , m_view(view)
    , m_panel(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus); // the figure has it
    setWidget(view);
    viewport()->setAutoFillBackground(false);
    connect(&session, &Session::traceChanged, this, &FigureScroll::fit);
    connect(&session, &Session::derivedChanged, this, &FigureScroll::fit);
    connect(&session.selection(), &Selection::changed, this, &FigureScroll::fit);
    connect(&settings, &Settings::optionsChanged, this, &FigureScroll::fit);
    connect(&settings, &Settings::themeChanged, this, &FigureScroll::fit);
    connect(parent, &View::cameIntoSight, this, &FigureScroll::fit);
}

QSize FigureScroll::sizeHint() const
{
    return {240, 160};
}

QSize FigureScroll::minimumSizeHint() const
{
    return {120, 80};
}

void FigureScroll::fit()
{
    if (!m_panel->isSeen())
        return; // a comparison is worked out for its size
    const Scene scene = m_view->scene();
    // Without scroll bars: they come and go with what is set here.
    m_view->setMinimumSize(scene.trace ? m_view->figure().leastSizeIn(maximumViewportSize().width(), scene).toSize() : QSize(0, 0));
}

void FigureScroll::resizeEvent(QResizeEvent* event)
{
    fit();
    QScrollArea::resizeEvent(event);
}

} // namespace hl::ui
