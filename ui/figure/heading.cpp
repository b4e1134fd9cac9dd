#include "ui/figure/heading.h"

#include "ui/paint/type_metrics.h"

#include <algorithm>

namespace hl::ui {

void paintHeading(Ink& ink, const QRectF& rect, const QString& title, const QString& path)
{
    const Theme& theme = ink.theme();
    const QFont bold = theme.font(TextSize::Body, QFont::DemiBold);
    const qreal titleWidth = std::min(TypeMetrics(bold).horizontalAdvance(title) + 1.0, rect.width());
    ink.elidedText(QRectF(rect.left(), rect.top(), titleWidth, rect.height()), Qt::AlignLeft | Qt::AlignVCenter, title, theme.text, bold);
    const qreal left = titleWidth + theme.space(10);
    if (!path.isEmpty() && left < rect.width() - theme.space(40))
        ink.elidedText(QRectF(rect.left() + left, rect.top(), rect.width() - left, rect.height()), Qt::AlignLeft | Qt::AlignVCenter, path,
                       theme.secondary, theme.font(TextSize::Secondary));
}

} // namespace hl::ui
