#pragma once

#include "ui/figure/figure.h"
#include "ui/figure/matrix_layout.h"

namespace hl::ui {

/// The selected step, large: its matrix with labels, numbers and colour bar, and its selected row in words.
class StageFigure : public Figure
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("stage"); }
    [[nodiscard]] QString title(const Scene& scene) const override;
    [[nodiscard]] QSizeF naturalSize(const Scene& scene) const override;
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override;
    [[nodiscard]] std::vector<StepRef> shownSteps(const Scene& scene) const override;
    [[nodiscard]] std::vector<NumberTable> tables(const Scene& scene) const override;

    /// The cells that are seen, x and width in columns, y and height in rows; null: all of them.
    void setWindow(const QRectF& window) { m_window = window; }
    [[nodiscard]] QRectF window() const { return m_window; }
    [[nodiscard]] MatrixLayout layout(const QRectF& rect, const Scene& scene) const;

    /// A cell as a sensitive area: what a click selects and a screen reader says.
    [[nodiscard]] static HotArea cellArea(const Scene& scene, const ShownStep& shown, const MatrixLayout& layout, Index row, Index col);

private:
    [[nodiscard]] MatrixLayout layout(const QRectF& rect, const Scene& scene, const ShownStep& shown) const;

    QRectF m_window;
};

} // namespace hl::ui
