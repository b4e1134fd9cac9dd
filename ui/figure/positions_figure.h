#pragma once

#include "core/analysis/position_lab.h"
#include "ui/figure/figure.h"

namespace hl::ui {

/// How a scheme tells positions: its matrix, its waves or angles, and how alike positions look.
class PositionsFigure : public Figure
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("positions"); }
    [[nodiscard]] QString title(const Scene& scene) const override;
    [[nodiscard]] QSizeF naturalSize(const Scene& scene) const override;
    [[nodiscard]] QSizeF leastSize(const Scene& scene) const override;
    [[nodiscard]] QSizeF leastSizeIn(qreal width, const Scene& scene) const override;
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override;
    [[nodiscard]] std::vector<StepRef> shownSteps(const Scene& scene) const override;

    /// What the picture asks the core.
    [[nodiscard]] static PositionQuestion questionOf(const Scene& scene);
    /// The stack whose positions are shown.
    [[nodiscard]] static Side sideOf(const Scene& scene);
};

/// Name of a scheme for people, translated.
[[nodiscard]] QString schemeName(PositionKind scheme);

} // namespace hl::ui
