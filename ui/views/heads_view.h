#pragma once

#include "ui/views/view.h"

class QComboBox;
class QDoubleSpinBox;
class QToolButton;

namespace hl {
struct StepRef;
}

namespace hl::ui {

class DerivedWork;
class FigureScroll;
class HeadsCanvas;
struct Place;

/// All heads at a glance: a click selects, Ctrl-click compares, a double click shows that head alone, arrow keys walk.
class HeadsView : public View
{
    Q_OBJECT

public:
    HeadsView(Session& session, Settings& settings, QWidget* parent = nullptr);
    ~HeadsView() override;

    [[nodiscard]] QString name() const override { return QStringLiteral("heads"); }
    [[nodiscard]] FigureView* figureView() const override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void prepare();
    void showSelected();
    void listRoles();
    void goTo(const StepRef& pattern);
    void showOptions();
    void setOrder(int index);
    void setColor(int index);
    void setLimit(double limit);
    void noteSelection();
    void compareWith(const Place& place);
    void showAlone(const Place& place);

    HeadsCanvas* m_canvas = nullptr;
    FigureScroll* m_scroll = nullptr;
    QRectF m_selected; ///< where the selected head stands in the grid
    QToolButton* m_role = nullptr; ///< "Show me the head that …"
    QComboBox* m_order = nullptr;
    QComboBox* m_color = nullptr;
    QDoubleSpinBox* m_limit = nullptr;
    DerivedWork* m_work = nullptr;
    std::pair<int, int> m_current{0, 0};  ///< (layer, head) selected now
    std::pair<int, int> m_previous{0, 0}; ///< and before, which a Ctrl-click keeps in the comparison
};

} // namespace hl::ui
