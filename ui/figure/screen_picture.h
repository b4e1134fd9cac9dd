#pragma once

#include "ui/figure/figure.h"

#include <QImage>
#include <QRect>
#include <QSize>

#include <vector>

namespace hl::ui {

/// What a screen shows of a figure, and what is under the mouse there.
struct ScreenPicture
{
    QImage image;
    QRect part; ///< that has its pixels
    std::vector<PaintedNumber> numbers;
    std::vector<HotArea> hot;
    double cost = 0.0; ///< milliseconds that the next one may take, by the last ones
};

/// One picture to be painted.
struct ScreenPictureJob
{
    const Figure* figure = nullptr;
    Scene scene;
    QSize size; ///< device-independent pixels
    qreal ratio = 1.0; ///< pixels for each of these
    QRect part; ///< of `size`: what is in sight
    double expected = 0.0; ///< cost of the picture before
    ScreenPicture done;
};

/// Paints all of them at the same time, what takes long first: figures that need the widgets' thread on the caller's, which
/// that must be, the others on whichever thread is free. Their order is another afterwards.
void paintPictures(std::vector<ScreenPictureJob>& jobs);

} // namespace hl::ui
