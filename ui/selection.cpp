#include "ui/selection.h"

#include <algorithm>

namespace hl::ui {

StepRef Place::refOf(Step other) const
{
    const Scope scope = infoOf(other).scope;
    StepRef ref{.step = other, .side = side};
    if (scope != Scope::Model)
        ref.layer = layer;
    if (scope == Scope::Head)
        ref.head = head;
    if (scope == Scope::Head || scope == Scope::Attention)
        ref.isCross = isCross;
    return ref;
}

Index Place::row() const
{
    switch (infoOf(step).rows) {
    case Axis::Key: return key;
    case Axis::One:
    case Axis::MemoryRow: return 0; // a query says nothing about the text before
    default: return query;
    }
}

Index Place::col() const
{
    switch (infoOf(step).cols) {
    case Axis::Key: return key;
    case Axis::One: return 0;
    default: return feature;
    }
}

Place Place::withCell(Step newStep, Index row, Index col) const
{
    Place place = *this;
    place.step = newStep;
    if (infoOf(newStep).rows == Axis::Key)
        place.key = row;
    else if (infoOf(newStep).rows != Axis::One && infoOf(newStep).rows != Axis::MemoryRow)
        place.query = row;
    if (infoOf(newStep).cols == Axis::Key)
        place.key = col;
    else if (infoOf(newStep).cols != Axis::One)
        place.feature = col;
    return place;
}

Place onStack(const Place& place, Side side, bool isCross, const Trace& trace)
{
    Place there = place;
    there.side = side;
    there.isCross = isCross;
    if (place.side == Side::Query && side != Side::Query && place.query < static_cast<Index>(trace.tokens(Side::Query).size()))
        there.query = trace.placeOf(Side::Query, place.query);
    if (place.side != Side::Query && side == Side::Query)
        there.query = trace.queryRowOf(place.query).value_or(0);
    return there;
}

Place clamped(const Place& place, const Trace& trace)
{
    const ModelSpec& spec = trace.model().spec();
    Place p = place;
    const auto sides = spec.sides();
    if (std::find(sides.begin(), sides.end(), p.side) == sides.end()) {
        p.side = spec.outputSide();
        p.isCross = true; // where two stacks meet is what is new; taken back below where there is no second one
    }
    const StackSpec& stack = spec.stack(p.side);
    if (!stack.cross)
        p.isCross = false;
    const auto within = [](auto value, auto count) {
        return std::clamp<decltype(value)>(value, 0, std::max<decltype(value)>(count - 1, 0));
    };
    p.layer = within(p.layer, stack.layers);
    p.head = within(p.head, (p.isCross ? *stack.cross : stack.attention).heads);
    if (!trace.model().stepOrder().placeOf(p.ref()))
        p.step = Step::Pattern;
    const auto queries = static_cast<Index>(trace.tokens(p.side).size());
    const StepRef pattern{.step = Step::Pattern, .layer = 0, .head = 0, .side = p.side, .isCross = p.isCross};
    const auto keys = static_cast<Index>(trace.columnTokens(pattern)->size());
    p.query = within(p.query, queries);
    p.key = within(p.key, keys);
    if (const MatrixView view = trace.view(p.ref()); view && infoOf(p.step).cols != Axis::Key) {
        p.feature = within(p.feature, view.cols());
        if (spec.head.kind == HeadKind::Classes && infoOf(p.step).rows == Axis::Position) // one row may stand for the whole input
            p.query = within(p.query, view.rows());
    }
    return p;
}

void Selection::setPlace(const Place& place)
{
    m_wanted = m_trace ? clamped(place, *m_trace) : place;
    show(m_wanted);
}

void Selection::point(const std::optional<TokenRole>& token)
{
    if (token == m_pointed)
        return;
    m_pointed = token;
    emit pointedChanged();
}

void Selection::setTrace(TracePtr trace)
{
    point(std::nullopt); // positions mean something else in a new text
    m_trace = std::move(trace);
    if (m_trace)
        show(m_wanted);
}

void Selection::show(const Place& place)
{
    const Place next = m_trace ? clamped(place, *m_trace) : place;
    if (next == m_place)
        return;
    m_place = next;
    emit changed();
}

} // namespace hl::ui
