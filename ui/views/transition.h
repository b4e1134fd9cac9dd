#pragma once

#include <QImage>
#include <QRectF>
#include <QVariantAnimation>

namespace hl::ui {

/// The short passage from one matrix to the next: the old picture's cells move into the new one's place and fade.
/// Driven by a clock that can be paused and set by hand; it shows colours only, never a number.
class Transition : public QObject
{
    Q_OBJECT

public:
    explicit Transition(QObject* parent = nullptr);

    /// Starts the passage away from `cells`, which lay at `rect`. `speed` 1 takes 200 ms, within 120 to 250 ms.
    void start(const QImage& cells, const QRectF& rect, double speed);
    void stop();
    void pause();
    void resume();
    /// Sets the clock by hand, 0 to 1, and pauses it.
    void scrub(qreal progress);

    [[nodiscard]] bool isActive() const { return !m_cells.isNull(); }
    [[nodiscard]] qreal progress() const; ///< eased, 0 to 1
    /// Paints the passage over the place where the new matrix lies.
    void paint(QPainter& painter, const QImage& newCells, const QRectF& newRect) const;

signals:
    void changed();

private:
    QVariantAnimation m_clock;
    QImage m_cells;
    QRectF m_rect;
};

} // namespace hl::ui
