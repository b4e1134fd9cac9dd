#include "ui/tab_order.h"

#include <QLayout>
#include <QScrollArea>
#include <QWidget>

namespace hl::ui {

namespace {

void collect(QWidget& widget, std::vector<QWidget*>& found);

void collect(const QLayout& layout, std::vector<QWidget*>& found)
{
    for (int i = 0; i < layout.count(); ++i) {
        QLayoutItem* item = layout.itemAt(i);
        if (item->widget())
            collect(*item->widget(), found);
        else if (item->layout())
            collect(*item->layout(), found);
    }
}

void collect(QWidget& widget, std::vector<QWidget*>& found)
{
    if (widget.focusPolicy() & Qt::TabFocus)
        found.push_back(&widget);
    if (const auto* scroll = qobject_cast<const QScrollArea*>(&widget); scroll && scroll->widget())
        collect(*scroll->widget(), found);
    else if (widget.layout())
        collect(*widget.layout(), found);
}

} // namespace

std::vector<QWidget*> controlsIn(QWidget& widget)
{
    std::vector<QWidget*> found;
    collect(widget, found);
    return found;
}

} // namespace hl::ui
