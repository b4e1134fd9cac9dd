#pragma once

#include "ui/views/figure_view.h"

namespace hl::ui {

/// The grid of heads with a large picture of the head under the mouse.
class HeadsCanvas : public FigureView
{
    Q_OBJECT

public:
    HeadsCanvas(Session& session, Settings& settings, QWidget* parent = nullptr);

protected:
    void paintOverlay(QPainter& painter) override;

private:
    std::optional<Place> m_previewed;
};

} // namespace hl::ui
