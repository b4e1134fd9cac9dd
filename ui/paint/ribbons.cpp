#include "ui/paint/ribbons.h"

#include "core/base/crew.h"

#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr float levelSlope = 0.05F; // below it a curve is level within a column: it climbs a twentieth of a pixel
constexpr int newtonSteps = 6;
constexpr std::size_t stripWidth = 64; // pixels
constexpr std::size_t manyCurves = 100; // worth a second thread
constexpr int beyond = 8; // pixels above and below the area that a thick curve may reach

/// The curve's parameter where it has gone the share `u` of its way to the right: x(t) = 1.5t - 1.5t² + t³.
double parameterAt(double u)
{
    double t = u;
    for (int i = 0; i < newtonSteps; ++i)
        t -= (t * (1.5 + t * (t - 1.5)) - u) / (1.5 - 3.0 * t + 3.0 * t * t); // x' is 0.75 or more
    return t;
}

/// The integral of max(v, 0), from which the covered area of a sloping band is put together.
float ramp(float v)
{
    const float positive = std::max(v, 0.0F);
    return 0.5F * positive * positive;
}

/// A band in one column of pixels: `half` above and below a middle that climbs evenly within the column.
class Band
{
public:
    /// `middle`: at the column's centre; `slope`: 0 or more, how far it climbs over the column.
    Band(float middle, float half, float slope)
        : m_top(middle - half)
        , m_bottom(middle + half)
        , m_slant(0.5F * slope)
        , m_perSlope(slope < levelSlope ? 0.0F : 1.0F / slope)
    {}

    /// How much of the column above `y` it covers, in pixels. Exact: the mean over the column.
    [[nodiscard]] float above(float y) const
    {
        const float top = y - m_top;
        const float bottom = y - m_bottom;
        if (m_perSlope <= 0.0F)
            return std::max(top, 0.0F) - std::max(bottom, 0.0F);
        return (ramp(top + m_slant) - ramp(top - m_slant) - ramp(bottom + m_slant) + ramp(bottom - m_slant)) * m_perSlope;
    }

private:
    float m_top;
    float m_bottom;
    float m_slant;
    float m_perSlope; ///< 0: level
};

/// `pixel` under premultiplied `color` at this coverage, 0 to 256.
void blend(QRgb& pixel, QRgb color, quint32 coverage)
{
    constexpr quint32 mask = 0x00ff00ff;
    const quint32 low = (((color & mask) * coverage) >> 8) & mask;
    const quint32 high = (((color >> 8) & mask) * coverage) & ~mask;
    const QRgb source = low | high;
    const quint32 rest = 256 - qAlpha(source) - (qAlpha(source) >> 7); // 256 for 0, 0 for 255
    pixel = source + ((((pixel & mask) * rest) >> 8) & mask) + ((((pixel >> 8) & mask) * rest) & ~mask);
}

} // namespace

QPainterPath ribbonPath(QPointF from, QPointF to)
{
    const qreal middle = (from.x() + to.x()) / 2.0;
    QPainterPath path(from);
    path.cubicTo({middle, from.y()}, {middle, to.y()}, to);
    return path;
}

Ribbons::Ribbons(QPainter& painter, const QRectF& area)
    : m_painter(painter)
{
    const QTransform device = painter.deviceTransform();
    const QRectF there = device.mapRect(area);
    QRect image = there.toAlignedRect().adjusted(0, -beyond, 0, beyond);
    if (painter.hasClipping()) // what is out of sight is not drawn
        image &= device.mapRect(painter.clipBoundingRect()).toAlignedRect();
    m_scale = device.m22();
    m_top = device.map(QPointF(0, 0)).y();
    m_corner = image.topLeft();
    m_image = QImage(image.size(), QImage::Format_ARGB32_Premultiplied);
    m_image.fill(Qt::transparent);
    const double step = 1.0 / std::max(1.0, there.width());
    for (int x = 0; x < m_image.width(); ++x) {
        const double u = std::clamp((m_corner.x() + x + 0.5 - there.left()) * step, 0.0, 1.0);
        const double t = parameterAt(u);
        const double slope = 6.0 * t * (1.0 - t) / (1.5 - 3.0 * t + 3.0 * t * t) * step;
        m_columns.push_back({static_cast<float>(t * t * (3.0 - 2.0 * t)), static_cast<float>(slope)});
    }
}

void Ribbons::add(qreal fromY, qreal toY, qreal width, const QColor& color)
{
    const Curve curve{static_cast<float>(m_top + m_scale * fromY - m_corner.y()), static_cast<float>(m_scale * (toY - fromY)),
                      static_cast<float>(m_scale * width), qPremultiply(color.rgba())};
    const float end = curve.start + curve.way;
    const bool isBelow = std::min(curve.start, end) - curve.across > static_cast<float>(m_image.height());
    const bool isAbove = std::max(curve.start, end) + curve.across < 0.0F;
    if (!isBelow && !isAbove)
        m_curves.push_back(curve);
}

void Ribbons::fill(const Curve& curve, QRgb* pixels, std::ptrdiff_t stride, std::size_t first, std::size_t last) const
{
    const int lowest = m_image.height() - 1;
    const auto rows = static_cast<float>(m_image.height());
    for (std::size_t x = first; x < last; ++x) {
        const Column& column = m_columns[x];
        const float slope = std::abs(curve.way * column.slope);
        const float half = 0.5F * curve.across * std::sqrt(1.0F + slope * slope); // of the curve's cut with the column
        const float middle = curve.start + curve.way * column.rise;
        const float reach = half + 0.5F * slope;
        const int top = static_cast<int>(std::max(middle - reach, 0.0F));
        const int bottom = std::min(lowest, static_cast<int>(std::min(middle + reach, rows)));
        const Band band(middle, half, slope);
        float before = band.above(static_cast<float>(top));
        QRgb* pixel = pixels + top * stride + static_cast<std::ptrdiff_t>(x);
        for (int y = top; y <= bottom; ++y, pixel += stride) {
            const float after = band.above(static_cast<float>(y + 1));
            const int coverage = static_cast<int>(256.0F * (after - before) + 0.5F);
            before = after;
            if (coverage > 0)
                blend(*pixel, curve.ink, static_cast<quint32>(std::min(coverage, 256)));
        }
    }
}

void Ribbons::paint()
{
    // Strip by strip: the pixels of one stay close at hand while all curves go through it, and threads do not meet.
    auto* const pixels = reinterpret_cast<QRgb*>(m_image.bits());
    const auto stride = static_cast<std::ptrdiff_t>(m_image.bytesPerLine() / static_cast<int>(sizeof(QRgb)));
    const std::size_t strips = (m_columns.size() + stripWidth - 1) / stripWidth;
    const BorrowedCrew crew(m_curves.size() > manyCurves ? crewSize() : 1);
    (*crew).each(static_cast<long>(strips), [&](long strip, int) {
        const std::size_t first = static_cast<std::size_t>(strip) * stripWidth;
        const std::size_t last = std::min(first + stripWidth, m_columns.size());
        for (const Curve& curve : m_curves)
            fill(curve, pixels, stride, first, last);
    });
    m_painter.save();
    m_painter.resetTransform();
    // What is left is the device's own scale (HiDPI): the image is in its pixels already.
    const qreal ratio = m_painter.deviceTransform().m22();
    m_image.setDevicePixelRatio(ratio);
    m_painter.drawImage(QPointF(m_corner) / ratio, m_image);
    m_painter.restore();
}

} // namespace hl::ui
