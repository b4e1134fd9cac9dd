#pragma once

#include "ui/figure/figure.h"

namespace hl::ui {

/// What the changes by hand do: the prediction before and after, and for each token how far its last row of numbers moved.
class EditFigure : public Figure
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("edit"); }
    [[nodiscard]] QString title(const Scene& scene) const override;
    [[nodiscard]] QSizeF naturalSize(const Scene& scene) const override;
    [[nodiscard]] QSizeF leastSize(const Scene& scene) const override;
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override;
    [[nodiscard]] std::vector<StepRef> shownSteps(const Scene& scene) const override;
    [[nodiscard]] std::vector<NumberTable> tables(const Scene& scene) const override;
};

} // namespace hl::ui
