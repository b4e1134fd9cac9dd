#pragma once

#include "core/model/spec.h"
#include "core/trace/step.h"

#include <array>
#include <optional>
#include <vector>

namespace hl {

/// Every step that a model has, in the order of computation, and where in that order each of them is.
class StepOrder
{
public:
    explicit StepOrder(const ModelSpec& spec);

    [[nodiscard]] const std::vector<StepRef>& steps() const { return m_steps; }
    /// Nothing where the model has no such step.
    [[nodiscard]] std::optional<std::size_t> placeOf(const StepRef& ref) const;

private:
    /// The places of a step's heads are equally far apart; a step without heads has one place.
    struct Places
    {
        int count = 0;
        int first = 0;
        int apart = 0;
    };
    [[nodiscard]] static std::size_t stackOf(const StepRef& ref) { return 2 * static_cast<std::size_t>(ref.side) + (ref.isCross ? 1 : 0); }
    [[nodiscard]] static std::size_t kindOf(const StepRef& ref) { return static_cast<std::size_t>((ref.layer + 1) * stepCount) + static_cast<std::size_t>(ref.step); }

    std::vector<StepRef> m_steps;
    std::array<std::vector<Places>, 8> m_places; ///< of each stack, with and without cross-attention: layer by layer, step by step
};

} // namespace hl
