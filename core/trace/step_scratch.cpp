#include "core/trace/step_scratch.h"

namespace hl {

void StepScratch::releaseUpTo(Side side, int layer)
{
    std::erase_if(m_entries, [&](const auto& entry) {
        const StepRef& ref = entry.first;
        if (ref.step == Step::Mask || ref.side != side || ref.layer < 0)
            return false;
        const Scope scope = infoOf(ref.step).scope;
        const bool isAttention = scope == Scope::Head || scope == Scope::Attention;
        return ref.layer < layer || (ref.layer == layer && isAttention);
    });
}

} // namespace hl
