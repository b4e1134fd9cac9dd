#pragma once

#include "ui/figure/ink.h"

namespace hl::ui {

/// What a picture shows, and as secondary text the path under which that is known elsewhere, where there is room for it.
void paintHeading(Ink& ink, const QRectF& rect, const QString& title, const QString& path);

} // namespace hl::ui
