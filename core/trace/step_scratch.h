#pragma once

#include "core/base/matrix.h"
#include "core/model/step_order.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace hl {

/// Numbers of steps that are computed but not kept, until nothing of the run reads them any more. Steps go by their places in
/// the model's order.
class StepScratch
{
public:
    struct Entry
    {
        MatrixView view; ///< null where the step is not here
        std::shared_ptr<void> owner; ///< of the memory
        std::uint64_t bytes = 0;
    };

    void setSteps(std::size_t count) { m_entries.resize(count); }
    void put(std::size_t place, Entry entry);
    [[nodiscard]] const Entry& at(std::size_t place) const { return m_entries[place]; }

    /// Lets go of what is not read once a layer is computed: its attention, and all of the layers before it. Masks stay: other
    /// layers use them.
    void releaseUpTo(const StepOrder& order, Side side, int layer);
    void clear();

private:
    std::vector<Entry> m_entries;
    std::vector<std::size_t> m_held; ///< places of those that are here
};

} // namespace hl
