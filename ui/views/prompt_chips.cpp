#include "ui/views/prompt_chips.h"

#include <QMouseEvent>

namespace hl::ui {

PromptChips::PromptChips(std::unique_ptr<Figure> figure, Session& owner, Settings& settings, QWidget* parent)
    : FigureView(std::move(figure), owner, settings, parent)
{
    connect(this, &FigureView::hovered, this, [this](const std::optional<Place>& place) {
        if (!place) {
            session().selection().point(std::nullopt);
            return;
        }
        const bool looksElsewhere = keySide(place->refOf(Step::Pattern)) != place->side;
        const bool isKey = looksElsewhere && place->key != session().selection().place().key;
        session().selection().point(TokenRole{place->side, place->isCross, !isKey, isKey ? place->key : place->query});
    });
}

void PromptChips::mousePressEvent(QMouseEvent* event)
{
    const bool wantsKey = event->button() == Qt::RightButton
        || (event->button() == Qt::LeftButton && event->modifiers() & Qt::ShiftModifier);
    const HotArea* area = wantsKey ? areaAt(event->position()) : nullptr;
    const Place now = session().selection().place();
    // Where the other stack is shown, its chips have no key to choose; the plain click goes there first.
    if (!area || area->place.side != now.side || area->place.isCross != now.isCross) {
        FigureView::mousePressEvent(event);
        return;
    }
    Place place = now;
    place.key = area->place.query != now.query ? area->place.query
                : area->place.key != now.key   ? area->place.key
                                               : now.query;
    session().selection().setPlace(place);
    emit activated(place, event->modifiers());
}

} // namespace hl::ui
