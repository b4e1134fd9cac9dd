#pragma once

#include <QImage>
#include <QWidget>

namespace hl::ui {

/// A small sheet to draw on with the mouse: light strokes on a dark ground, as the drawn pictures are.
class DrawCanvas : public QWidget
{
    Q_OBJECT

public:
    explicit DrawCanvas(QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    /// The sheet as it is now.
    [[nodiscard]] const QImage& sheet() const { return m_sheet; }
    /// Puts a picture onto the sheet, scaled to it; drawing goes on above it.
    void show(const QImage& picture);
    void clear();

signals:
    /// Something was drawn or cleared.
    void drawn();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void strokeTo(QPointF point);
    [[nodiscard]] QRectF sheetRect() const;

    QImage m_sheet;
    QPointF m_last;
};

} // namespace hl::ui
