#include "core/model/step_order.h"

#include "core/base/error.h"

namespace hl {

StepOrder::StepOrder(const ModelSpec& spec)
    : m_steps(stepsOf(spec))
{
    for (int place = 0; place < static_cast<int>(m_steps.size()); ++place) {
        const StepRef& ref = m_steps[static_cast<std::size_t>(place)];
        std::vector<Places>& stack = m_places.at(stackOf(ref));
        if (kindOf(ref) >= stack.size())
            stack.resize((static_cast<std::size_t>(ref.layer) + 2) * stepCount);
        Places& places = stack[kindOf(ref)];
        if (places.count == 0)
            places.first = place;
        else if (places.count == 1)
            places.apart = place - places.first;
        HL_ASSERT(place == places.first + places.count * places.apart);
        HL_ASSERT(ref.head == (infoOf(ref.step).scope == Scope::Head ? places.count : -1));
        ++places.count;
    }
}

std::optional<std::size_t> StepOrder::placeOf(const StepRef& ref) const
{
    const std::vector<Places>& stack = m_places.at(stackOf(ref));
    if (ref.layer < -1 || kindOf(ref) >= stack.size())
        return std::nullopt;
    const Places& places = stack[kindOf(ref)];
    const int index = infoOf(ref.step).scope == Scope::Head ? ref.head : ref.head + 1;
    if (index < 0 || index >= places.count)
        return std::nullopt;
    return static_cast<std::size_t>(places.first + index * places.apart);
}

} // namespace hl
