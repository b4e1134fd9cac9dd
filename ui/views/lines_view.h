#pragma once

#include "ui/views/view.h"

class QComboBox;
class QLabel;
class QSlider;

namespace hl::ui {

class LinesCanvas;

/// Attention as lines, with one slider for how many of them.
class LinesView : public View
{
    Q_OBJECT

public:
    LinesView(Session& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override { return QStringLiteral("lines"); }
    [[nodiscard]] FigureView* figureView() const override;

private:
    void showOptions();
    void setRule(int index);
    void setAmount(int percent);

    LinesCanvas* m_canvas = nullptr;
    QComboBox* m_rule = nullptr;
    QSlider* m_amount = nullptr;
    QLabel* m_words = nullptr;
};

} // namespace hl::ui
