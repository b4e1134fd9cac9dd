#pragma once

#include "ui/views/derived_view.h"

class QComboBox;
class QSpinBox;

namespace hl::ui {

/// Attention in other ways, with their costs, and the run in other number formats; each with what it may be told.
class VariantsView : public DerivedView
{
    Q_OBJECT

public:
    VariantsView(Session& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override { return QStringLiteral("variants"); }

private:
    void makeControls();
    void showOptions() override;
    void prepare() override;

    FigureView* m_canvas = nullptr;
    QComboBox* m_page = nullptr;
    QComboBox* m_variant = nullptr;
    QSpinBox* m_window = nullptr;
    QSpinBox* m_stride = nullptr;
    QSpinBox* m_globals = nullptr;
    QSpinBox* m_rank = nullptr;
    QSpinBox* m_kernel = nullptr;
    QComboBox* m_format = nullptr;
};

} // namespace hl::ui
