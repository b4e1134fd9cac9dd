#pragma once

#include "core/analysis/reading_ledger.h"
#include "ui/figure/figure.h"
#include "ui/figure/shown_step.h"

namespace hl::ui {

/// The selected cell's arithmetic: its formula, every operand, the result, and what must hold.
class LedgerFigure : public Figure
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("ledger"); }
    [[nodiscard]] QString title(const Scene& scene) const override;
    [[nodiscard]] bool needsWidgetThread() const override { return false; }
    [[nodiscard]] QSizeF naturalSize(const Scene& scene) const override;
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override;
    [[nodiscard]] std::vector<StepRef> shownSteps(const Scene& scene) const override;

    /// Height the whole ledger needs at this width.
    [[nodiscard]] static qreal heightFor(const Scene& scene, qreal width);
};

/// The selected cell of a read pattern explained; `shown` is one.
[[nodiscard]] Result<ReadingLedger> readingLedgerFor(const Scene& scene, const ShownStep& shown);

/// The selected cell explained: the chain for an attention weight, or for a reading of it, else one explanation.
[[nodiscard]] Result<std::vector<Explanation>> explanationsFor(const Scene& scene);

} // namespace hl::ui
