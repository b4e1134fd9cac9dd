#pragma once

#include "core/base/matrix.h"
#include "core/trace/step.h"

#include <cstdint>
#include <memory>
#include <unordered_map>

namespace hl {

/// Numbers of steps that are computed but not kept, until nothing of the run reads them any more.
class StepScratch
{
public:
    struct Entry
    {
        MatrixView view;
        std::shared_ptr<void> owner; ///< of the memory
        std::uint64_t bytes = 0;
    };

    void put(const StepRef& ref, Entry entry) { m_entries.insert_or_assign(ref, std::move(entry)); }

    /// Null where the step is not here.
    [[nodiscard]] const Entry* find(const StepRef& ref) const
    {
        const auto found = m_entries.find(ref);
        return found == m_entries.end() ? nullptr : &found->second;
    }

    /// Lets go of what is not read once a layer is computed: its attention, and all of the layers before it. Masks stay: other
    /// layers use them.
    void releaseUpTo(Side side, int layer);
    void clear() { m_entries.clear(); }

private:
    std::unordered_map<StepRef, Entry, StepRefHash> m_entries;
};

} // namespace hl
