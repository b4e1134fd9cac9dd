#pragma once

#include "ui/figure/stage_figure.h"
#include "ui/views/cell_editor.h"
#include "ui/views/figure_view.h"
#include "ui/views/transition.h"

namespace hl::ui {

/// The stage's picture under the hands: zoom (wheel, Ctrl with + - 0), pan (drag), cross-hair, arrow keys from cell
/// to cell, and the passage from one matrix to the next.
class StageFigureView : public FigureView
{
    Q_OBJECT

public:
    StageFigureView(Session& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] Transition& transition() { return m_transition; }
    void zoomIn() { zoom(1.25, QRectF(rect()).center()); }
    void zoomOut() { zoom(0.8, QRectF(rect()).center()); }
    void zoomReset();
    [[nodiscard]] CellEditor& editor() { return m_editor; }

signals:
    /// A number that was typed cannot be written.
    void refused(const QString& sentence);

protected:
    bool event(QEvent* event) override;
    void paintOverlay(QPainter& painter) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    [[nodiscard]] const HotArea* areaAt(QPointF point) const override;
    [[nodiscard]] const HotArea* selectedArea() const override;

private:
    [[nodiscard]] StageFigure& stage() { return static_cast<StageFigure&>(mutableFigure()); }
    [[nodiscard]] const StageFigure& stage() const { return static_cast<const StageFigure&>(figure()); }
    [[nodiscard]] MatrixLayout layoutNow() const;
    [[nodiscard]] bool hasMatrix() const;
    [[nodiscard]] ShownStep shownNow() const;
    [[nodiscard]] CellEditor::Target editTarget();
    void zoom(qreal factor, QPointF around);
    void setWindow(const QRectF& window);
    void showSelected();
    void followPlace();

    Transition m_transition;
    CellEditor m_editor;
    Place m_lastPlace;
    TracePtr m_lastTrace;
    PatternReading m_lastReading;
    std::optional<std::pair<Index, Index>> m_hoverCell;
    std::optional<QPointF> m_dragStart;
    QRectF m_dragWindow;
    bool m_isDragging = false;
    mutable HotArea m_cellArea; ///< of a cell too small or too many to have been painted as an area
};

} // namespace hl::ui
