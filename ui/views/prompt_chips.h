#pragma once

#include "ui/views/figure_view.h"

namespace hl::ui {

/// The chips of the prompt: Shift-click and the right button choose the key instead of the query.
class PromptChips final : public FigureView
{
    Q_OBJECT

public:
    using FigureView::FigureView;

protected:
    void mousePressEvent(QMouseEvent* event) override;
};

} // namespace hl::ui
