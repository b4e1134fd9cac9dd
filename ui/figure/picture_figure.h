#pragma once

#include "ui/figure/figure.h"

#include <QImage>

namespace hl::ui {

/// The picture a model of pictures reads, as the model gets it: scaled, cropped, in its own channels. A pixel that is
/// not a finite number, as a deviation of 0 makes it, has the colour of such numbers.
[[nodiscard]] QImage picturePixels(const Trace& trace, const Theme& theme);

/// The picture with one row of attention laid over it: where the selected token (a patch, or the class token) looks.
class PictureFigure : public Figure
{
public:
    [[nodiscard]] QString name() const override { return QStringLiteral("picture"); }
    [[nodiscard]] QString title(const Scene& scene) const override;
    [[nodiscard]] QSizeF naturalSize(const Scene& scene) const override;
    void paint(Ink& ink, const QRectF& rect, const Scene& scene) const override;
    [[nodiscard]] std::vector<StepRef> shownSteps(const Scene& scene) const override;
    [[nodiscard]] std::vector<NumberTable> tables(const Scene& scene) const override;

private:
    struct Shown;
    void paintPatches(Ink& ink, const QRectF& square, const Scene& scene, const Shown& shown) const;
    void paintExtra(Ink& ink, const QRectF& row, const Scene& scene, const Shown& shown, int token) const;
};

} // namespace hl::ui
