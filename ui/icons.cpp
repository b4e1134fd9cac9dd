#include "ui/icons.h"

#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <algorithm>
#include <utility>

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

namespace {

/// Draws an icon when it is asked for: a window has a hundred, most of them in menus that nobody has opened yet.
class ThemedIcon final : public QIconEngine
{
public:
    ThemedIcon(QString name, const Theme& theme)
        : m_name(std::move(name))
        , m_normal(theme.text)
        , m_disabled(theme.faint)
        , m_on(theme.accent)
        , m_largest(qRound(theme.space(18)) * 3)
    {}

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        const int side = std::min({size.width(), size.height(), m_largest});
        const QColor& color = mode == QIcon::Disabled ? m_disabled : state == QIcon::On ? m_on : m_normal;
        return side > 0 ? tintedPixmap(m_name, color, side, 1.0) : QPixmap();
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, pixmap((QSizeF(rect.size()) * ratio).toSize(), mode, state));
    }

    [[nodiscard]] QIconEngine* clone() const override { return new ThemedIcon(*this); }

private:
    QString m_name;
    QColor m_normal, m_disabled, m_on;
    int m_largest; ///< pixels a side
};

} // namespace

QIcon themedIcon(const QString& name, const Theme& theme)
{
    return name.isEmpty() ? QIcon() : QIcon(new ThemedIcon(name, theme));
}

} // namespace hl::ui
