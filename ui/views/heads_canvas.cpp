#include "ui/views/heads_canvas.h"

#include "ui/figure/heads_figure.h"
#include "ui/figure/labels.h"

#include <QPainter>

#include <algorithm>
#include <utility>

namespace hl::ui {

namespace {

constexpr qreal previewSide = 168.0;

} // namespace

HeadsCanvas::HeadsCanvas(Session& session, Settings& settings, QWidget* parent)
    : FigureView(std::make_unique<HeadsFigure>(), session, settings, parent)
{
    connect(this, &FigureView::hovered, this, [this](const std::optional<Place>& place) {
        m_previewed = place;
        update();
    });
}

void HeadsCanvas::paintEvent(QPaintEvent* event)
{
    FigureView::paintEvent(event);
    const StepRef selected = std::as_const(session()).selection().place().refOf(Step::Pattern);
    const auto& areas = hotAreas(); // the grid's come first, then those of the selected head's numbers
    const auto found = std::find_if(areas.begin(), areas.end(), [&](const HotArea& area) { return area.place.refOf(Step::Pattern) == selected; });
    if (found == areas.end() || found->rect == m_selected)
        return;
    m_selected = found->rect;
    emit selectedMoved(m_selected);
}

void HeadsCanvas::paintOverlay(QPainter& painter)
{
    const Scene now = scene();
    if (!m_previewed || !now.trace)
        return;
    const StepRef head = m_previewed->refOf(Step::Pattern);
    if (head == now.place.refOf(Step::Pattern)) // the selected head is on the stage already
        return;
    const ShownStep shown = shownStep(now.trace, head, now.options.reading.ofOneHead());
    const Heatmap map = heatmapOf(now, shown);
    if (!map.view)
        return;
    const HotArea* area = nullptr;
    for (const HotArea& candidate : hotAreas()) {
        if (candidate.place == *m_previewed) {
            area = &candidate;
            break;
        }
    }
    const qreal margin = now.theme.space(8);
    const qreal side = std::min({now.theme.space(previewSide), width() - 2.0 * margin, height() * 0.6});
    const qreal line = painter.fontMetrics().height() + now.theme.space(4);
    QRectF frame(0, 0, side + 2.0 * margin, side + 2.0 * margin + line);
    if (area) { // below the head, or above it where there is no room
        const bool fitsBelow = area->rect.bottom() + margin + frame.height() <= height();
        frame.moveTopLeft({area->rect.left(), fitsBelow ? area->rect.bottom() + margin
                                                        : area->rect.top() - margin - frame.height()});
    }
    frame.moveLeft(std::clamp(frame.left(), 0.0, std::max(0.0, width() - frame.width())));
    frame.moveTop(std::clamp(frame.top(), 0.0, std::max(0.0, height() - frame.height())));
    painter.setPen(QPen(now.theme.line, 1.0));
    painter.setBrush(now.theme.panel);
    painter.drawRoundedRect(frame, 8, 8);
    QRectF picture = frame.adjusted(margin, margin, -margin, -margin - line);
    const auto rows = static_cast<qreal>(map.view.rows());
    const auto cols = static_cast<qreal>(map.view.cols());
    picture.setSize({side * cols / std::max(rows, cols), side * rows / std::max(rows, cols)});
    paintCells(painter, Medium::Screen, picture, map);
    painter.setPen(now.theme.text);
    painter.setFont(now.theme.font(TextSize::Secondary, QFont::DemiBold));
    painter.drawText(QRectF(frame.left() + margin, frame.bottom() - line - margin / 2, side, line),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     (stackName(head.side, head.isCross) + QLatin1Char(' ') + headName(head.layer, head.head)).trimmed());
}

} // namespace hl::ui
