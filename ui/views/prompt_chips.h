#pragma once

#include "ui/views/figure_view.h"

namespace hl::ui {

/// The chips of the prompt: Shift-click and the right button choose the key instead of the query. The chip under the mouse is
/// shown in the other views, too.
class PromptChips final : public FigureView
{
    Q_OBJECT

public:
    PromptChips(std::unique_ptr<Figure> figure, Session& session, Settings& settings, QWidget* parent = nullptr);

protected:
    void mousePressEvent(QMouseEvent* event) override;
};

} // namespace hl::ui
