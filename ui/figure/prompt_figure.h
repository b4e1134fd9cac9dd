#pragma once

#include "ui/figure/figure.h"

#include <vector>

namespace hl::ui {

/// The tokens of the text as chips in lines: the selected query in blue, the selected key in vermilion, each with its
/// word below it; special tokens dimmed. An encoder-decoder model has two groups, source and target.
class PromptFigure final : public Figure
{
public:
    /// More tokens than this are counted, not drawn.
    static constexpr int mostChips = 2000;

    [[nodiscard]] QString name() const override { return QStringLiteral("prompt"); }
    [[nodiscard]] QString title(const Scene& scene) const override;
    [[nodiscard]] bool needsWidgetThread() const override { return false; }
    [[nodiscard]] QSizeF naturalSize(const Scene& scene) const override;
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override;
    [[nodiscard]] std::vector<StepRef> shownSteps(const Scene& scene) const override;

    /// Height at which everything is visible in this width; without a trace, that of one line.
    [[nodiscard]] qreal heightFor(const Scene& scene, qreal width) const;
};

} // namespace hl::ui
