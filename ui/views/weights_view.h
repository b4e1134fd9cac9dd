#pragma once

#include "ui/figure/weights_figure.h"
#include "ui/views/cell_editor.h"
#include "ui/views/figure_view.h"
#include "ui/views/view.h"

class QComboBox;
class QLabel;

namespace hl::ui {

/// The weights' picture under the hands: numbers are typed, dragged and brushed, and the picture is zoomed and moved, as on the
/// stage.
class WeightsCanvas : public FigureView
{
    Q_OBJECT

public:
    WeightsCanvas(Session& session, Settings& settings, QWidget* parent = nullptr);
    [[nodiscard]] CellEditor& editor() { return m_editor; }
    /// "[340, 36] = -0.0138": the selected weight, and what it was before it was changed; empty where there is none.
    [[nodiscard]] QString selectedText() const;

signals:
    void selectedTextChanged();

protected:
    bool event(QEvent* event) override;
    void paintOverlay(QPainter& painter) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    [[nodiscard]] const HotArea* selectedArea() const override;

private:
    [[nodiscard]] WeightsFigure& weights() { return static_cast<WeightsFigure&>(mutableFigure()); }
    [[nodiscard]] MatrixLayout layoutNow() const;
    [[nodiscard]] CellEditor::Target target();
    [[nodiscard]] Cell selected() const; ///< within the matrix on screen
    void select(Cell cell);
    void setWindow(const QRectF& window);
    void zoom(qreal factor, QPointF around);
    void followTrace();

    Cell m_selected{0, 0};
    std::optional<WeightRef> m_shown; ///< whose zoom it is
    std::optional<QPointF> m_dragStart;
    QRectF m_dragWindow;
    mutable HotArea m_cellArea; ///< for screen readers
    CellEditor m_editor;
};

/// Any weight matrix or bias of the model, to be looked at and changed.
class WeightsView : public View
{
    Q_OBJECT

public:
    WeightsView(Session& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override { return QStringLiteral("weights"); }
    [[nodiscard]] FigureView* figureView() const override { return m_canvas; }

private:
    void listWeights();
    void choose(int index);
    void showChoice();

    WeightsCanvas* m_canvas = nullptr;
    QComboBox* m_which = nullptr;
    QLabel* m_number = nullptr;
    QLabel* m_note = nullptr;
};

} // namespace hl::ui
