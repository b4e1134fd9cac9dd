#pragma once

#include "core/analysis/mistake_comparison.h"
#include "ui/figure/figure.h"

namespace hl::ui {

/// The selected head computed rightly, with a usual mistake, and the difference; the rule that breaks, and what it means.
class MistakesFigure : public Figure
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("mistakes"); }
    [[nodiscard]] QString title(const Scene& scene) const override;
    [[nodiscard]] QSizeF naturalSize(const Scene& scene) const override;
    [[nodiscard]] QSizeF leastSize(const Scene& scene) const override;
    [[nodiscard]] QSizeF leastSizeIn(qreal width, const Scene& scene) const override;
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override;
    [[nodiscard]] std::vector<StepRef> shownSteps(const Scene& scene) const override;
    [[nodiscard]] std::vector<NumberTable> tables(const Scene& scene) const override;

    /// The one chosen in the options, or the first.
    [[nodiscard]] static const Mistake& mistakeOf(const Scene& scene);
    /// Worked out once for a head and a mistake: every change of the selection paints it anew.
    [[nodiscard]] static std::shared_ptr<const Result<MistakeComparison>> comparisonOf(const Scene& scene);
};

} // namespace hl::ui
