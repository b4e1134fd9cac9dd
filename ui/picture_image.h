#pragma once

#include "core/picture/picture.h"

#include <QImage>

#include <memory>

namespace hl::ui {

/// An image as the core reads pictures, and back.
[[nodiscard]] std::shared_ptr<const Picture> pictureOf(const QImage& image);
[[nodiscard]] QImage imageOf(const Picture& picture);

} // namespace hl::ui
