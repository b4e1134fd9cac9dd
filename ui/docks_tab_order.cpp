// How Tab goes through the panels; what belongs to one of them is in tab_order.h.
#include "ui/docks.h"

#include "ui/panel.h"
#include "ui/tab_order.h"
#include "ui/views/view.h"

#include <QTabBar>

#include <vector>

namespace hl::ui {

void Docks::orderControls()
{
    std::vector<QWidget*> order;
    const auto add = [&order](QWidget* widget) {
        const auto controls = controlsIn(*widget);
        order.insert(order.end(), controls.begin(), controls.end());
    };
    const auto addPanel = [&](const QString& name) {
        const Panel* found = panel(name);
        if (found && found->titleBarWidget())
            add(found->titleBarWidget());
        if (found)
            add(found->widget());
    };
    const QString heads = QStringLiteral("heads");
    const bool areHeadsTabbed = !tabifiedDockWidgets(panel(heads)).isEmpty();
    for (const char* name : {"prompt", "pipeline"})
        addPanel(QLatin1String(name));
    if (!areHeadsTabbed)
        addPanel(heads);
    add(m_centre);
    bool hasTabs = false;
    for (const char* each : {"ledger", "heads", "lines", "positions", "output", "metrics", "picture", "sound", "compare", "edit", "weights", "mistakes", "variants"}) {
        const QString name = QLatin1String(each);
        if (!areHeadsTabbed && name == heads)
            continue;
        if (!hasTabs && !tabifiedDockWidgets(panel(name)).isEmpty()) {
            for (QTabBar* tabs : findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly))
                order.push_back(tabs);
            hasTabs = true;
        }
        addPanel(name);
    }
    for (std::size_t i = 1; i < order.size(); ++i)
        QWidget::setTabOrder(order[i - 1], order[i]);
}

bool Docks::isBehindATab(const QWidget& control)
{
    for (const QWidget* widget = &control; widget; widget = widget->parentWidget()) {
        if (const auto* view = qobject_cast<const View*>(widget))
            return !view->isSeen();
    }
    return false;
}

} // namespace hl::ui
