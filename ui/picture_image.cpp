#include "ui/picture_image.h"

namespace hl::ui {

std::shared_ptr<const Picture> pictureOf(const QImage& image)
{
    const QImage rows = image.convertToFormat(QImage::Format_RGB888);
    auto picture = std::make_shared<Picture>();
    picture->width = rows.width();
    picture->height = rows.height();
    for (int y = 0; y < rows.height(); ++y) // a QImage pads its rows
        picture->bytes.insert(picture->bytes.end(), rows.constScanLine(y), rows.constScanLine(y) + 3 * rows.width());
    return picture;
}

QImage imageOf(const Picture& picture)
{
    return QImage(picture.bytes.data(), picture.width, picture.height, 3 * picture.width, QImage::Format_RGB888).copy();
}

} // namespace hl::ui
