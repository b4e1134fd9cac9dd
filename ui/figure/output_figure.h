#pragma once

#include "ui/figure/figure.h"
#include "ui/figure/output_lens.h"

namespace hl::ui {

/// What the model predicts at the selected token: the most probable words, and layer by layer how it came to them.
class OutputFigure : public Figure
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("output"); }
    [[nodiscard]] QString title(const Scene& scene) const override;
    [[nodiscard]] QSizeF naturalSize(const Scene& scene) const override;
    [[nodiscard]] QSizeF leastSize(const Scene& scene) const override;
    [[nodiscard]] QSizeF leastSizeIn(qreal width, const Scene& scene) const override;
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override;
    [[nodiscard]] std::vector<StepRef> shownSteps(const Scene& scene) const override;

    void setLens(OutputLens lens) { m_lens = std::move(lens); }

private:
    mutable OutputLens m_lens; ///< a cache: what it holds follows from the scene
};

/// The position whose prediction the picture shows.
[[nodiscard]] Index shownPosition(const Scene& scene);

} // namespace hl::ui
