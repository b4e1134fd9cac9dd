#include "ui/paint/ribbons.h"

#include "core/base/crew.h"

#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace hl::ui {

namespace {

constexpr float levelSlope = 0.05F; // below it a curve is level within a column: it climbs a twentieth of a pixel
constexpr float steepSlope = 2.0F;   // above it the coverage at a pixel's middle is that of the pixel, but where it begins and ends
constexpr int newtonSteps = 6;
constexpr std::size_t fewRibbons = 64;  // are drawn before other threads have woken up
constexpr std::size_t bandWidth = 32;   // columns
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

/// A column of a band: `half` above and below a middle that climbs evenly within the column and is `middle` at its centre.
struct Cut
{
    float middle;
    float half;
    float climb;   ///< half of what it climbs
    float inverse; ///< 1 over what it climbs; 0: it is level

    /// How much of the column above `y` it covers, in pixels. Exact: the mean over the column.
    [[nodiscard]] float coveredAbove(float y) const
    {
        const float top = y - (middle - half);
        const float bottom = y - (middle + half);
        if (inverse <= 0.0F)
            return std::max(top, 0.0F) - std::max(bottom, 0.0F);
        return (ramp(top + climb) - ramp(top - climb) - ramp(bottom + climb) + ramp(bottom - climb)) * inverse;
    }
};

constexpr quint32 mask = 0x00ff00ff;

/// Premultiplied `color` at a coverage of 0 to 1.
inline QRgb coveredBy(QRgb color, float coverage)
{
    const auto share = static_cast<quint32>(std::clamp(static_cast<int>(256.0F * coverage + 0.5F), 0, 256));
    return ((((color & mask) * share) >> 8) & mask) | ((((color >> 8) & mask) * share) & ~mask);
}

/// `pixel` under premultiplied `source`.
void blend(QRgb& pixel, QRgb source)
{
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
    m_size = image.size();
    m_pixels.assign(static_cast<std::size_t>(std::max(0, m_size.width())) * static_cast<std::size_t>(std::max(0, m_size.height())), 0);
    const double step = 1.0 / std::max(1.0, there.width());
    for (int x = 0; x < m_size.width(); ++x) {
        const double u = std::clamp((m_corner.x() + x + 0.5 - there.left()) * step, 0.0, 1.0);
        const double t = parameterAt(u);
        const double slope = 6.0 * t * (1.0 - t) / (1.5 - 3.0 * t + 3.0 * t * t) * step;
        m_columns.push_back({static_cast<float>(t * t * (3.0 - 2.0 * t)), static_cast<float>(slope)});
        m_steepest = std::max(m_steepest, m_columns.back().slope);
    }
}

void Ribbons::add(qreal fromY, qreal toY, qreal width, const QColor& color)
{
    const auto start = static_cast<float>(m_top + m_scale * fromY - m_corner.y());
    const auto way = static_cast<float>(m_scale * (toY - fromY));
    const auto across = static_cast<float>(m_scale * width);
    const auto rows = static_cast<float>(m_size.height());
    if (std::min(start, start + way) - across > rows || std::max(start, start + way) + across < 0.0F)
        return; // out of sight from end to end
    m_ribbons.push_back({start, way, across, qPremultiply(color.rgba())});
}

/// The part of a curve that lies in these columns.
void Ribbons::draw(const Ribbon& ribbon, std::size_t begin, std::size_t end)
{
    const auto rows = static_cast<float>(m_size.height());
    for (std::size_t x = begin; x < end; ++x) {
        const Column& column = m_columns[x];
        const float slope = std::abs(ribbon.way * column.slope);
        const float half = 0.5F * ribbon.across * std::sqrt(1.0F + slope * slope); // of the curve's cut with the column
        const Cut cut{ribbon.start + ribbon.way * column.rise, half, 0.5F * slope, slope < levelSlope ? 0.0F : 1.0F / slope};
        const float reach = half + cut.climb;
        const int top = static_cast<int>(std::max(cut.middle - reach, 0.0F));
        const int bottom = std::min(m_size.height() - 1, static_cast<int>(std::min(cut.middle + reach, rows)));
        if (top > bottom)
            continue; // out of sight
        QRgb* pixel = m_pixels.data() + x * static_cast<std::size_t>(m_size.height()) + static_cast<std::size_t>(top);
        if (slope > steepSlope) {
            const float most = std::min(2.0F * half * cut.inverse, 1.0F);
            for (int y = top; y <= bottom; ++y, ++pixel)
                blend(*pixel, coveredBy(ribbon.ink, std::min((reach - std::abs(static_cast<float>(y) + 0.5F - cut.middle)) * cut.inverse, most)));
            continue;
        }
        float before = cut.coveredAbove(static_cast<float>(top));
        for (int y = top; y <= bottom; ++y, ++pixel) {
            const float after = cut.coveredAbove(static_cast<float>(y + 1));
            blend(*pixel, coveredBy(ribbon.ink, after - before));
            before = after;
        }
    }
}

/// The columns in which a curve may be in sight: of one that comes from far above or below they are few.
std::pair<std::size_t, std::size_t> Ribbons::columnsOf(const Ribbon& ribbon) const
{
    const float slope = std::abs(ribbon.way) * m_steepest;
    const float reach = 0.5F * (ribbon.across * std::sqrt(1.0F + slope * slope) + slope) + 1.0F;
    const float above = -reach - ribbon.start;
    const float below = static_cast<float>(m_size.height()) + reach - ribbon.start;
    if (std::abs(ribbon.way) < 1.0F)
        return {0, m_columns.size()};
    const auto [first, last] = std::minmax({above / ribbon.way, below / ribbon.way});
    const auto begin = std::partition_point(m_columns.begin(), m_columns.end(), [first = first](const Column& column) { return column.rise < first; });
    const auto end = std::partition_point(begin, m_columns.end(), [last = last](const Column& column) { return column.rise <= last; });
    return {static_cast<std::size_t>(begin - m_columns.begin()), static_cast<std::size_t>(end - m_columns.begin())};
}

void Ribbons::paint()
{
    const BorrowedCrew crew(m_ribbons.size() > fewRibbons ? crewSize() : 1);
    const std::size_t bands = (m_columns.size() + bandWidth - 1) / bandWidth;
    (*crew).each(static_cast<long>(bands), [&](long i, int) {
        const std::size_t begin = static_cast<std::size_t>(i) * bandWidth;
        const std::size_t end = std::min(begin + bandWidth, m_columns.size());
        for (const Ribbon& ribbon : m_ribbons) {
            const auto [first, last] = columnsOf(ribbon);
            draw(ribbon, std::max(first, begin), std::min(last, end));
        }
    });
    QImage image(m_size, QImage::Format_ARGB32_Premultiplied);
    for (int y = 0; y < image.height(); ++y) {
        auto* const line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x)
            line[x] = m_pixels[static_cast<std::size_t>(x) * static_cast<std::size_t>(m_size.height()) + static_cast<std::size_t>(y)];
    }
    m_painter.save();
    m_painter.resetTransform();
    // What is left is the device's own scale (HiDPI): the image is in its pixels already.
    const qreal ratio = m_painter.deviceTransform().m22();
    image.setDevicePixelRatio(ratio);
    m_painter.drawImage(QPointF(m_corner) / ratio, image);
    m_painter.restore();
}

} // namespace hl::ui
