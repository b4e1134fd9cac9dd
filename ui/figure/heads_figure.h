#pragma once

#include "ui/figure/figure.h"
#include "ui/figure/heads_layout.h"
#include "ui/paint/thumbnails.h"

namespace hl::ui {

/// All heads of the model as small patterns, and what is measured of the selected one.
class HeadsFigure : public Figure
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("heads"); }
    [[nodiscard]] QString title(const Scene& scene) const override;
    void prepare(const Scene& scene) const override;
    [[nodiscard]] bool usesDerived() const override { return true; }
    [[nodiscard]] bool needsWidgetThread() const override { return false; }
    [[nodiscard]] QSizeF naturalSize(const Scene& scene) const override;
    [[nodiscard]] QSizeF leastSize(const Scene& scene) const override;
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override;
    [[nodiscard]] std::vector<StepRef> shownSteps(const Scene& scene) const override;
    [[nodiscard]] std::vector<NumberTable> tables(const Scene& scene) const override;

private:
    void paintGrid(Ink& ink, const HeadsLayout& layout, const Scene& scene) const;
    void paintCell(Ink& ink, const HeadsLayout::Cell& cell, const Scene& scene) const;
    void paintPattern(Ink& ink, const HeadsLayout::Cell& cell, const Scene& scene) const;

    mutable Thumbnails m_thumbnails; ///< a cache: what it holds follows from the scene alone
};

} // namespace hl::ui
