#pragma once

#include "core/run/counterpart.h"
#include "ui/figure/compare_sides.h"
#include "ui/figure/ink.h"
#include "ui/figure/matrix_layout.h"
#include "ui/paint/heatmap.h"

namespace hl::ui {

/// Paints the matrices of a comparison, one a call: all have the aligned rows and columns and the same selection.
class ComparePanel
{
public:
    /// All but `step` must outlive it.
    ComparePanel(Ink& ink, const Scene& scene, const Comparison& comparison, const StepRef& step, const CompareSides& sides);

    /// One matrix with its heading; `what` names it in the record of painted numbers: "left", "right" or "difference".
    void paint(const QRectF& rect, const QString& heading, const Heatmap& map, const char* what);

private:
    void values(const MatrixLayout& layout, const Heatmap& map, const char* what);
    void selection(const MatrixLayout& layout);
    void sideLabels(const MatrixLayout& layout);
    void areas(const MatrixLayout& layout, const char* what);

    Ink& m_ink;
    const Theme& m_theme;
    const Scene& m_scene;
    const Comparison& m_c;
    StepRef m_step;
    const CompareSides& m_sides;
};

/// Height of a line of words in the picture of a comparison.
[[nodiscard]] inline qreal compareLineHeight(const Theme& theme)
{
    return theme.space(20);
}

} // namespace hl::ui
