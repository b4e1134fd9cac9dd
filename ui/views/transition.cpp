#include "ui/views/transition.h"

#include <QPainter>

#include <algorithm>

namespace hl::ui {

namespace {

constexpr double usualDuration = 200.0;   // ms
constexpr double shortestDuration = 120.0; // ms
constexpr double longestDuration = 250.0;  // ms

QRectF between(const QRectF& a, const QRectF& b, qreal t)
{
    const auto mix = [t](qreal x, qreal y) { return x + (y - x) * t; };
    return {mix(a.x(), b.x()), mix(a.y(), b.y()), mix(a.width(), b.width()), mix(a.height(), b.height())};
}

} // namespace

Transition::Transition(QObject* parent)
    : QObject(parent)
{
    m_clock.setStartValue(0.0);
    m_clock.setEndValue(1.0);
    m_clock.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_clock, &QVariantAnimation::valueChanged, this, &Transition::changed);
    connect(&m_clock, &QVariantAnimation::finished, this, &Transition::stop);
}

void Transition::start(const QImage& cells, const QRectF& rect, double speed)
{
    m_clock.stop();
    m_cells = cells;
    m_rect = rect;
    m_clock.setDuration(static_cast<int>(std::clamp(usualDuration / speed, shortestDuration, longestDuration)));
    m_clock.start();
}

void Transition::stop()
{
    m_clock.stop();
    m_cells = QImage();
    emit changed();
}

void Transition::pause()
{
    if (m_clock.state() == QAbstractAnimation::Running)
        m_clock.pause();
}

void Transition::resume()
{
    if (m_clock.state() == QAbstractAnimation::Paused)
        m_clock.resume();
}

void Transition::scrub(qreal progress)
{
    if (!isActive())
        return;
    if (m_clock.state() == QAbstractAnimation::Stopped)
        m_clock.start();
    m_clock.pause();
    m_clock.setCurrentTime(static_cast<int>(std::clamp(progress, 0.0, 1.0) * m_clock.duration()));
}

qreal Transition::progress() const
{
    return isActive() ? m_clock.currentValue().toReal() : 1.0;
}

void Transition::paint(QPainter& painter, const QImage& newCells, const QRectF& newRect) const
{
    const qreal t = progress();
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(newRect, newCells);
    painter.setOpacity(1.0 - t);
    painter.drawImage(between(m_rect, newRect, t), m_cells);
    painter.restore();
}

} // namespace hl::ui
