#pragma once

#include "ui/views/cell_editor.h"
#include "ui/views/figure_view.h"
#include "ui/views/view.h"

class QComboBox;
class QLabel;

namespace hl::ui {

/// The weights' picture under the hands: numbers are typed, dragged and brushed as on the stage.
class WeightsCanvas : public FigureView
{
    Q_OBJECT

public:
    WeightsCanvas(Session& session, Settings& settings, QWidget* parent = nullptr);
    [[nodiscard]] CellEditor& editor() { return m_editor; }

protected:
    void paintOverlay(QPainter& painter) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] CellEditor::Target target();
    [[nodiscard]] Cell selected() const; ///< within the matrix on screen

    Cell m_selected{0, 0};
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
    QLabel* m_note = nullptr;
};

} // namespace hl::ui
