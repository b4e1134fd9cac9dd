#pragma once

#include "ui/views/derived_work.h"
#include "ui/views/figure_view.h"
#include "ui/views/view.h"

class QComboBox;
class QSpinBox;
class QToolButton;

namespace hl::ui {

/// Attention in other ways, with their costs, and the run in other number formats; each with what it may be told.
class VariantsView : public View
{
    Q_OBJECT

public:
    VariantsView(Session& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override { return QStringLiteral("variants"); }
    [[nodiscard]] QString title() const override { return tr("Variants"); }
    [[nodiscard]] FigureView* figureView() const override { return m_canvas; }

    /// True while the worker has something of this view to do.
    [[nodiscard]] bool isComputing() const { return m_work->isComputing(); }

private:
    void makeControls();
    template <class Change>
    void change(const Change& apply);
    void showOptions();
    void prepare();

    FigureView* m_canvas = nullptr;
    QComboBox* m_page = nullptr;
    QComboBox* m_variant = nullptr;
    QSpinBox* m_window = nullptr;
    QSpinBox* m_stride = nullptr;
    QSpinBox* m_globals = nullptr;
    QSpinBox* m_rank = nullptr;
    QSpinBox* m_kernel = nullptr;
    QComboBox* m_format = nullptr;
    QToolButton* m_stop = nullptr;
    DerivedWork* m_work = nullptr;
};

} // namespace hl::ui
