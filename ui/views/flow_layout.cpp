#include "ui/views/flow_layout.h"

#include <QWidget>

#include <algorithm>

namespace hl::ui {

FlowLayout::FlowLayout(int spacing)
    : m_spacing(spacing)
{}

FlowLayout::~FlowLayout() = default;

void FlowLayout::addItem(QLayoutItem* item)
{
    m_items.emplace_back(item);
}

QLayoutItem* FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    if (index < 0 || index >= count())
        return nullptr;
    QLayoutItem* item = m_items[static_cast<std::size_t>(index)].release();
    m_items.erase(m_items.begin() + index);
    return item;
}

int FlowLayout::heightForWidth(int width) const
{
    return arrange(QRect(0, 0, width, 0), false);
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const auto& item : m_items) {
        if (!item->isEmpty())
            size = size.expandedTo(item->minimumSize());
    }
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

void FlowLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int FlowLayout::arrange(const QRect& rect, bool isPlacing) const
{
    const QMargins margins = contentsMargins();
    const QRect room = rect.marginsRemoved(margins);
    int x = room.left();
    int y = room.top();
    int lineHeight = 0;
    std::vector<std::pair<QLayoutItem*, QRect>> line;
    const auto endLine = [&] {
        for (auto& [item, place] : line) {
            place.moveTop(y + (lineHeight - place.height()) / 2); // controls of different heights share a middle
            if (isPlacing)
                item->setGeometry(place);
        }
        line.clear();
    };
    for (const auto& item : m_items) {
        if (item->isEmpty())
            continue;
        const int width = std::min(item->sizeHint().width(), std::max(room.width(), item->minimumSize().width()));
        if (x > room.left() && x + width > room.right() + 1) {
            endLine();
            x = room.left();
            y += lineHeight + m_spacing;
            lineHeight = 0;
        }
        const int height = item->sizeHint().height();
        line.emplace_back(item.get(), QRect(x, y, width, height));
        x += width + m_spacing;
        lineHeight = std::max(lineHeight, height);
    }
    endLine();
    return y + lineHeight - rect.top() + margins.bottom();
}

} // namespace hl::ui
