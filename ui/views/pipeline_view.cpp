#include "ui/views/pipeline_view.h"

#include "ui/figure/pipeline_figure.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>
#include <QWheelEvent>

namespace hl::ui {

namespace {

constexpr qreal lowWindow = 720.0; // the selected step needs the height more than the strip

/// The strip, whose head line stays in sight while the steps scroll under it.
class PipelineStrip : public FigureView
{
public:
    PipelineStrip(Session& session, Settings& settings)
        : FigureView(std::make_unique<PipelineFigure>(), session, settings)
    {
        static_cast<PipelineFigure&>(mutableFigure()).setHeadPainted(false);
    }

protected:
    void paintOverlay(QPainter& painter) override
    {
        const Scene now = scene();
        Ink ink(painter, Medium::Screen, now.theme);
        const QRect seen = visibleRegion().boundingRect();
        static_cast<const PipelineFigure&>(figure()).paintHead(ink, QRectF(seen.left(), 0, seen.width(), height()), now);
    }
};

} // namespace

PipelineView::PipelineView(Session& session, Settings& settings, QWidget* parent)
    : View(session, settings, parent)
    , m_scroll(new QScrollArea(this))
    , m_figure(new PipelineStrip(session, settings))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_scroll);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(m_figure);
    m_figure->installEventFilter(this);
    setFocusProxy(m_figure);
    connect(&session, &Session::traceChanged, this, &PipelineView::fit);
    connect(&session.selection(), &Selection::changed, this, &PipelineView::fit);
    connect(&settings, &Settings::themeChanged, this, &PipelineView::fit);
    connect(m_scroll->horizontalScrollBar(), &QScrollBar::valueChanged, m_figure, [this] { m_figure->update(); });
    fit();
}

/// Gives the strip the room its steps need, and the view the height of one row of them.
void PipelineView::fit()
{
    const Scene scene = m_figure->scene();
    const QSizeF size = scene.trace ? m_figure->figure().naturalSize(scene) : QSizeF(120, 0);
    m_figure->setMinimumWidth(qCeil(size.width()));
    const bool isLow = window()->height() < scene.theme.space(lowWindow);
    const qreal height = isLow ? PipelineFigure::lowHeight(scene.theme) : scene.trace ? size.height() : scene.theme.space(152);
    const int bar = m_scroll->horizontalScrollBar()->sizeHint().height();
    m_scroll->setFixedHeight(qCeil(height) + bar);
    showSelected();
}

void PipelineView::showSelected()
{
    const Scene scene = m_figure->scene();
    if (!scene.trace)
        return;
    const auto& figure = static_cast<const PipelineFigure&>(m_figure->figure());
    const QRectF tile = figure.selectedTile(QRectF(m_figure->rect()), scene);
    if (tile.isNull())
        return;
    QScrollBar* bar = m_scroll->horizontalScrollBar();
    const int margin = qRound(tile.width()); // the neighbours stay in sight
    const int left = qFloor(tile.left()) - margin;
    const int right = qCeil(tile.right()) + margin - m_scroll->viewport()->width();
    if (bar->value() > left)
        bar->setValue(left);
    else if (bar->value() < right)
        bar->setValue(right);
}

bool PipelineView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_figure && event->type() == QEvent::Wheel) {
        const auto* wheel = static_cast<QWheelEvent*>(event);
        if (wheel->angleDelta().x() == 0 && m_scroll->horizontalScrollBar()->maximum() > 0) {
            QScrollBar* bar = m_scroll->horizontalScrollBar();
            bar->setValue(bar->value() - wheel->angleDelta().y());
            return true;
        }
    }
    if (watched == m_figure && event->type() == QEvent::Resize)
        showSelected();
    if (watched == window() && event->type() == QEvent::Resize)
        fit();
    return View::eventFilter(watched, event);
}

void PipelineView::showEvent(QShowEvent* event)
{
    View::showEvent(event);
    window()->installEventFilter(this); // its height decides on that of the strip
    fit();
}

void PipelineView::resizeEvent(QResizeEvent* event)
{
    View::resizeEvent(event);
    showSelected();
}

} // namespace hl::ui
