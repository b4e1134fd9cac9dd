#pragma once

#include "core/analysis/logit_lens.h"
#include "ui/figure/figure.h"

#include <memory>

namespace hl::ui {

/// The word of the vocabulary that has this number, for people.
[[nodiscard]] QString wordName(const Model& model, TokenId id);
/// The word or the class of this number, for people.
[[nodiscard]] QString outputName(const Model& model, TokenId id);

/// What the model predicts at the selected token: the most probable words, and layer by layer how it came to them.
class OutputFigure : public Figure
{
public:
    /// The lens of one position, worked out elsewhere because it takes long for a large model.
    struct Lens
    {
        std::weak_ptr<const Trace> trace;
        Index position = -1;
        Result<std::vector<LensLayer>> layers;

        [[nodiscard]] bool isFor(const Scene& scene, Index wantedPosition) const
        {
            return position == wantedPosition && trace.lock() == scene.trace;
        }
    };

    [[nodiscard]] QString name() const override { return QStringLiteral("output"); }
    [[nodiscard]] QString title(const Scene& scene) const override;
    [[nodiscard]] QSizeF naturalSize(const Scene& scene) const override;
    [[nodiscard]] QSizeF leastSize(const Scene& scene) const override;
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override;
    [[nodiscard]] std::vector<StepRef> shownSteps(const Scene& scene) const override;

    void setLens(Lens lens) { m_lens = std::move(lens); }
    /// True where the lens must be worked out elsewhere, or a screen would wait for it.
    [[nodiscard]] static bool isLensSlow(const ModelSpec& spec);
    static constexpr Index lensWords = 3; ///< per layer

private:
    struct Bars; ///< candidates at one position, and what they are
    void paintBars(Ink& ink, const QRectF& rect, const Scene& scene, const Bars& bars) const;
    void paintLens(Ink& ink, const QRectF& rect, const Scene& scene, Index position) const;

    mutable Lens m_lens; ///< a cache: what it holds follows from the scene
};

/// The position whose prediction the picture shows.
[[nodiscard]] Index shownPosition(const Scene& scene);

} // namespace hl::ui
