#pragma once

#include "ui/figure/derived.h"
#include "ui/figure/figure.h"

namespace hl::ui {

/// The selected head's attention computed in another way beside full attention, with what each way costs; and the whole run in
/// other number formats, step by step.
class VariantsFigure : public Figure
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("variants"); }
    [[nodiscard]] QString title(const Scene& scene) const override;
    void prepare(const Scene& scene) const override;
    [[nodiscard]] bool usesDerived() const override { return true; }
    [[nodiscard]] QSizeF naturalSize(const Scene& scene) const override;
    [[nodiscard]] QSizeF leastSize(const Scene& scene) const override;
    [[nodiscard]] QSizeF leastSizeIn(qreal width, const Scene& scene) const override;
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override;
    [[nodiscard]] std::vector<StepRef> shownSteps(const Scene& scene) const override;
    [[nodiscard]] std::vector<NumberTable> tables(const Scene& scene) const override;

    /// The one chosen in the options, or the first.
    [[nodiscard]] static const AttentionVariant& variantOf(const Scene& scene);
};

// The parts of it.

/// Returns the bottom of what it painted.
qreal paintVariant(Ink& ink, const QRectF& room, const Scene& scene);
[[nodiscard]] std::vector<NumberTable> variantNumbers(const Scene& scene);

/// What all variants, a recurrent and a convolutional layer cost for the present number of tokens, and plots over others.
void paintCosts(Ink& ink, const QRectF& room, const Scene& scene);
[[nodiscard]] qreal costsHeight(const Scene& scene, qreal width);
[[nodiscard]] std::vector<NumberTable> costNumbers(const Scene& scene);

void paintFormats(Ink& ink, const QRectF& room, const Scene& scene);
[[nodiscard]] QSizeF formatsSize(const Scene& scene);
[[nodiscard]] std::vector<NumberTable> formatNumbers(const Scene& scene);

/// A whole number with all its digits up to a thousand million; from then on four.
[[nodiscard]] QString formatCount(double count);
[[nodiscard]] QString nameOfVariant(const AttentionVariant& variant);
[[nodiscard]] QString nameOfFormat(NumberFormat format);

} // namespace hl::ui
