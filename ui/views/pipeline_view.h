#pragma once

#include "ui/views/figure_view.h"
#include "ui/views/view.h"

class QScrollArea;

namespace hl::ui {

/// The strip of steps; scrolls sideways and keeps the selected step in sight.
class PipelineView : public View
{
    Q_OBJECT

public:
    PipelineView(Session& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override { return QStringLiteral("pipeline"); }
    [[nodiscard]] FigureView* figureView() const override { return m_figure; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override; // an upright wheel scrolls sideways
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();
    void showSelected();

    QScrollArea* m_scroll = nullptr;
    FigureView* m_figure = nullptr;
};

} // namespace hl::ui
