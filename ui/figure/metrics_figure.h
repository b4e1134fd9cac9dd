#pragma once

#include "ui/figure/figure.h"

#include <optional>

namespace hl::ui {

/// What is measured of the heads: a table, a plot by layer, one metric's parts; rollout and flow over the layers; the
/// heads on a map; a head's queries and keys in a plane.
class MetricsFigure : public Figure
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("metrics"); }
    [[nodiscard]] QString title(const Scene& scene) const override;
    void prepare(const Scene& scene) const override;
    [[nodiscard]] bool usesDerived() const override { return true; }
    [[nodiscard]] QSizeF naturalSize(const Scene& scene) const override;
    [[nodiscard]] QSizeF leastSize(const Scene& scene) const override;
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override;
    [[nodiscard]] std::vector<StepRef> shownSteps(const Scene& scene) const override;
    [[nodiscard]] std::vector<NumberTable> tables(const Scene& scene) const override;

    /// The metric whose column's head is at this point of the table.
    [[nodiscard]] static std::optional<HeadMetric> headerAt(const QRectF& rect, const Scene& scene, QPointF point);
};

/// Name of a page for people.
[[nodiscard]] QString pageName(MetricsPage page);
/// Room inside the picture's margins.
[[nodiscard]] QRectF metricsRoom(const QRectF& rect, const Theme& theme);

} // namespace hl::ui
