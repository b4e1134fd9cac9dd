#include "ui/icons.h"

#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace hl::ui {

QPixmap tintedPixmap(const QString& name, const QColor& color, int side, qreal pixelRatio)
{
    // Reading and stroking a drawing takes a tenth of a millisecond, and a window asks for the same few hundreds of times.
    const QString key = QStringLiteral("icon/%1/%2/%3/%4").arg(name, color.name(QColor::HexArgb)).arg(side).arg(pixelRatio);
    QPixmap known;
    if (QPixmapCache::find(key, &known))
        return known;
    QSvgRenderer renderer(QStringLiteral(":/icons/%1.svg").arg(name));
    QPixmap pixmap(qRound(side * pixelRatio), qRound(side * pixelRatio));
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter, QRectF(pixmap.rect()));
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), color);
    painter.end();
    pixmap.setDevicePixelRatio(pixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QIcon themedIcon(const QString& name, const Theme& theme)
{
    QIcon icon;
    if (name.isEmpty())
        return icon;
    const int side = qRound(theme.space(18));
    for (const qreal ratio : {1.0, 2.0, 3.0}) {
        icon.addPixmap(tintedPixmap(name, theme.text, side, ratio));
        icon.addPixmap(tintedPixmap(name, theme.faint, side, ratio), QIcon::Disabled);
        icon.addPixmap(tintedPixmap(name, theme.accent, side, ratio), QIcon::Normal, QIcon::On);
    }
    return icon;
}

} // namespace hl::ui
