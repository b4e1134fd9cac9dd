#pragma once

#include "ui/figure/figure.h"

namespace hl::ui {

/// The spectrogram a model of speech reads, and below it where the selected token looks, along the same time: a time of the
/// sound in the encoder, a token of the text in the decoder.
class SoundFigure : public Figure
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("sound"); }
    [[nodiscard]] QString title(const Scene& scene) const override;
    [[nodiscard]] QSizeF naturalSize(const Scene& scene) const override;
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override;
    [[nodiscard]] std::vector<StepRef> shownSteps(const Scene& scene) const override;
};

} // namespace hl::ui
