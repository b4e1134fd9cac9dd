#pragma once

#include "core/edit/weight_ref.h"
#include "ui/figure/figure.h"
#include "ui/figure/matrix_layout.h"

#include <optional>

namespace hl::ui {

/// A weight matrix or a bias as the model of this run has it, changes by hand outlined.
class WeightsFigure : public Figure
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("weights"); }
    [[nodiscard]] QString title(const Scene& scene) const override;
    [[nodiscard]] QSizeF naturalSize(const Scene& scene) const override;
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override;
    [[nodiscard]] std::vector<StepRef> shownSteps(const Scene& scene) const override;
    [[nodiscard]] std::vector<NumberTable> tables(const Scene& scene) const override;

    /// The cells that are seen, x and width in columns, y and height in rows; null: all of them.
    void setWindow(const QRectF& window) { m_window = window; }
    [[nodiscard]] QRectF window() const { return m_window; }
    [[nodiscard]] MatrixLayout layout(const QRectF& rect, const Scene& scene) const;

private:
    QRectF m_window;
};

/// The weights chosen in the options or, where none are, those of the selected step; of a step without weights, W_Q of the
/// selected head. Nothing for a model that has not even these.
[[nodiscard]] std::optional<WeightRef> shownWeights(const Scene& scene);

/// The block's own numbers, [rows, cols].
[[nodiscard]] MatrixView viewOf(const WeightBlock& block);

} // namespace hl::ui
