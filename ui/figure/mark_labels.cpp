#include "ui/figure/mark_labels.h"

#include "ui/paint/type_metrics.h"


#include <algorithm>
#include <array>

namespace hl::ui {

namespace {

/// Right, left, below, above.
std::array<QRectF, 4> placesBeside(const QRectF& mark, const QSizeF& size)
{
    constexpr qreal gap = 2.0;
    const QPointF middle = mark.center();
    return {QRectF(QPointF(mark.right() + gap, middle.y() - size.height() / 2.0), size),
            QRectF(QPointF(mark.left() - gap - size.width(), middle.y() - size.height() / 2.0), size),
            QRectF(QPointF(middle.x() - size.width() / 2.0, mark.bottom()), size),
            QRectF(QPointF(middle.x() - size.width() / 2.0, mark.top() - size.height()), size)};
}

} // namespace

void MarkLabels::add(const QRectF& mark, const QString& text, const QColor& color, bool isSelected)
{
    m_labels.push_back({mark, text, color, isSelected});
    m_taken.push_back(mark);
}

std::vector<QRectF> MarkLabels::paint(Ink& ink)
{
    std::stable_partition(m_labels.begin(), m_labels.end(), [](const Label& label) { return label.isSelected; });
    std::vector<QRectF> places;
    for (const Label& label : m_labels) {
        const QFont font = ink.theme().font(TextSize::Secondary, label.isSelected ? QFont::DemiBold : QFont::Normal);
        const TypeMetrics metrics(font);
        const auto beside = placesBeside(label.mark, QSizeF(metrics.horizontalAdvance(label.text), metrics.height()));
        const auto free = std::find_if(beside.begin(), beside.end(), [this](const QRectF& place) {
            return std::none_of(m_taken.begin(), m_taken.end(), [&place](const QRectF& taken) { return taken.intersects(place); });
        });
        const QRectF place = free != beside.end() ? *free : beside.front();
        m_taken.push_back(place);
        places.push_back(place);
        ink.text(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, label.text, label.color, font);
    }
    return places;
}

} // namespace hl::ui
