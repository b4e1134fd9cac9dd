#include "ui/views/lines_canvas.h"

#include "ui/figure/lines_figure.h"

#include <QKeyEvent>
#include <QMouseEvent>

namespace hl::ui {

LinesCanvas::LinesCanvas(Session& session, Settings& settings, QWidget* parent)
    : FigureView(std::make_unique<LinesFigure>(), session, settings, parent)
    , m_lines(static_cast<LinesFigure*>(&mutableFigure()))
{
    connect(&session, &Session::traceChanged, this, &LinesCanvas::dropPin);
    connect(&session.selection(), &Selection::pointedChanged, this, [this] { show(this->session().selection().pointed()); });
}

std::optional<TokenRole> LinesCanvas::tokenUnder(QPointF point) const
{
    const Scene now = scene();
    if (!now.trace)
        return std::nullopt;
    return tokenAt(LinesFigure::panels(QRectF(rect()), now), point);
}

void LinesCanvas::show(const std::optional<TokenRole>& hovered)
{
    const auto wanted = m_pinned ? m_pinned : hovered;
    if (wanted == m_lines->isolated())
        return;
    m_lines->setIsolated(wanted);
    repaintFigure();
}

void LinesCanvas::setPinned(const std::optional<TokenRole>& token)
{
    m_pinned = token;
    show(std::nullopt);
}

/// Token positions mean something else in a new text.
void LinesCanvas::dropPin()
{
    setPinned(std::nullopt);
}

void LinesCanvas::mouseMoveEvent(QMouseEvent* event)
{
    session().selection().point(tokenUnder(event->position()));
    FigureView::mouseMoveEvent(event);
}

void LinesCanvas::mousePressEvent(QMouseEvent* event)
{
    const auto token = event->button() == Qt::LeftButton ? tokenUnder(event->position()) : std::nullopt;
    FigureView::mousePressEvent(event);
    if (event->button() == Qt::LeftButton)
        setPinned(token == m_pinned ? std::nullopt : token); // the same token again, or none: let go
}

void LinesCanvas::leaveEvent(QEvent* event)
{
    session().selection().point(std::nullopt);
    FigureView::leaveEvent(event);
}

void LinesCanvas::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_pinned) {
        setPinned(std::nullopt);
        return;
    }
    FigureView::keyPressEvent(event);
}

bool LinesCanvas::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && m_pinned
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return FigureView::event(event);
}

} // namespace hl::ui
