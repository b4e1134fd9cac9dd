#pragma once

#include "ui/figure/figure.h"

namespace hl::ui {

/// The computation of the selected layer and head as a strip of small matrices with the operators between them.
class PipelineFigure : public Figure
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("pipeline"); }
    [[nodiscard]] QString title(const Scene& scene) const override;
    [[nodiscard]] bool needsWidgetThread() const override { return false; }
    [[nodiscard]] QSizeF naturalSize(const Scene& scene) const override;
    /// Lower than its natural size the pictures are smaller, and the shapes are in the tool tips.
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override;
    [[nodiscard]] static qreal lowHeight(const Theme& theme);
    [[nodiscard]] std::vector<StepRef> shownSteps(const Scene& scene) const override;

    /// "Layer 2 · Head 2" and what to do, beginning at `rect`'s left. A view that scrolls paints it itself, so that it
    /// stays in sight.
    void paintHead(Ink& ink, const QRectF& rect, const Scene& scene) const;
    void setHeadPainted(bool isPainted) { m_isHeadPainted = isPainted; }

    /// Where the selected step's tile lies; null if it is not in the strip.
    [[nodiscard]] QRectF selectedTile(const QRectF& rect, const Scene& scene) const;

private:
    bool m_isHeadPainted = true;
};

} // namespace hl::ui
