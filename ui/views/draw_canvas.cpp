#include "ui/views/draw_canvas.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace hl::ui {

namespace {

constexpr int sheetSide = 256;    // pixels
constexpr qreal strokeWidth = 20; // pixels of the sheet
const QColor ground(26, 26, 26);
const QColor chalk(235, 235, 235);
const QColor invitation(150, 150, 150);

bool isEmpty(const QImage& sheet)
{
    const QRgb color = ground.rgb();
    for (int y = 0; y < sheet.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(sheet.constScanLine(y));
        if (std::any_of(line, line + sheet.width(), [color](QRgb pixel) { return pixel != color; }))
            return false;
    }
    return true;
}

} // namespace

DrawCanvas::DrawCanvas(QWidget* parent)
    : QWidget(parent)
    , m_sheet(sheetSide, sheetSide, QImage::Format_RGB32)
{
    setObjectName(QStringLiteral("drawCanvas"));
    setAccessibleName(tr("Sheet to draw on"));
    setToolTip(tr("Draw with the mouse; the model reads what you draw"));
    setCursor(Qt::CrossCursor);
    m_sheet.fill(ground);
}

QSize DrawCanvas::sizeHint() const
{
    return {200, 200};
}

QSize DrawCanvas::minimumSizeHint() const
{
    return {96, 96};
}

void DrawCanvas::show(const QImage& picture)
{
    m_sheet = picture.convertToFormat(QImage::Format_RGB32)
                  .scaled(sheetSide, sheetSide, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    update();
}

void DrawCanvas::clear()
{
    m_sheet.fill(ground);
    update();
    emit drawn();
}

QRectF DrawCanvas::sheetRect() const
{
    const qreal side = std::min(width(), height());
    return {0.0, 0.0, side, side};
}

void DrawCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(sheetRect(), m_sheet);
    if (!isEmpty(m_sheet))
        return;
    painter.setPen(invitation);
    painter.drawText(sheetRect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap, tr("Draw here"));
}

void DrawCanvas::mousePressEvent(QMouseEvent* event)
{
    m_last = event->position();
    strokeTo(event->position());
}

void DrawCanvas::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        strokeTo(event->position());
}

void DrawCanvas::strokeTo(QPointF point)
{
    const QRectF rect = sheetRect();
    const qreal scale = sheetSide / rect.width();
    QPainter painter(&m_sheet);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(chalk, strokeWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    // A point is a line that is a hair long: Qt draws nothing for none.
    const QPointF from = (m_last - rect.topLeft()) * scale;
    const QPointF to = (point - rect.topLeft()) * scale;
    painter.drawLine(from, from == to ? to + QPointF(0.01, 0.0) : to);
    m_last = point;
    update();
    emit drawn();
}

} // namespace hl::ui
