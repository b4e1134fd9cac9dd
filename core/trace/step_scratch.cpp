#include "core/trace/step_scratch.h"

namespace hl {

void StepScratch::put(std::size_t place, Entry entry)
{
    if (m_entries[place].view.isNull())
        m_held.push_back(place);
    m_entries[place] = std::move(entry);
}

void StepScratch::releaseUpTo(const StepOrder& order, Side side, int layer)
{
    std::erase_if(m_held, [&](std::size_t place) {
        const StepRef& ref = order.steps()[place];
        if (ref.step == Step::Mask || ref.side != side || ref.layer < 0)
            return false;
        const Scope scope = infoOf(ref.step).scope;
        const bool isAttention = scope == Scope::Head || scope == Scope::Attention;
        if (ref.layer > layer || (ref.layer == layer && !isAttention))
            return false;
        m_entries[place] = {};
        return true;
    });
}

void StepScratch::clear()
{
    m_entries.clear();
    m_held.clear();
}

} // namespace hl
