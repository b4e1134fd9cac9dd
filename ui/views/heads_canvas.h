#pragma once

#include "ui/views/figure_view.h"

namespace hl::ui {

/// The grid of heads with a large picture of the head under the mouse.
class HeadsCanvas : public FigureView
{
    Q_OBJECT

public:
    HeadsCanvas(Session& session, Settings& settings, QWidget* parent = nullptr);

signals:
    /// The selected head stands here now: another one is selected, or it has moved.
    void selectedMoved(const QRectF& rect);

protected:
    void paintEvent(QPaintEvent* event) override;
    void paintOverlay(QPainter& painter) override;

private:
    QRectF m_selected; ///< where the selected head was painted last
    std::optional<Place> m_previewed;
};

} // namespace hl::ui
