#pragma once

#include "ui/views/stage_figure_view.h"
#include "ui/views/view.h"

namespace hl::ui {

/// The central view: one step, large.
class StageView : public View
{
    Q_OBJECT

public:
    StageView(Session& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override { return QStringLiteral("stage"); }
    [[nodiscard]] FigureView* figureView() const override { return m_figure; }
    [[nodiscard]] StageFigureView& stage() { return *m_figure; }

private:
    StageFigureView* m_figure = nullptr;
};

} // namespace hl::ui
