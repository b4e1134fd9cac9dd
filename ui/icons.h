#pragma once

#include "ui/paint/theme.h"

#include <QIcon>
#include <QString>

namespace hl::ui {

/// The icon resources/icons/NAME.svg in the theme's text colour (disabled: faint; checked: accent), sharp at every
/// pixel ratio. An empty name gives an empty icon.
[[nodiscard]] QIcon themedIcon(const QString& name, const Theme& theme);
/// One icon in one colour.
[[nodiscard]] QPixmap tintedPixmap(const QString& name, const QColor& color, int side, qreal pixelRatio);

} // namespace hl::ui
