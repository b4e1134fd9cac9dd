#pragma once

#include "core/trace/step.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hl {

/// What a run keeps. Everything is computed anyway; this decides what stays in memory.
struct Capture
{
    /// Step names with `*`; empty keeps everything.
    std::vector<std::string> patterns;
    /// Upper limit for all kept matrices together; steps are left out in a fixed order until the rest fits.
    std::uint64_t maxBytes = 2ULL << 30U; // bytes
    /// Memory of an earlier run, which goes when this one is there: it counts as free.
    std::uint64_t heldBytes = 0;
    /// No such limit but that of the memory there is; a run that does not fit is refused.
    bool isAllWanted = false;
    /// Logits and probabilities of every position, not just of the last (BERT-like heads always have all).
    bool allLogits = true;

    [[nodiscard]] bool wants(const StepRef& ref) const;
};

/// Capture::wants() of many steps: patterns without a digit cannot tell layers or heads apart, so that one answer holds for
/// all of a kind. The capture must outlive it.
class WantedSteps
{
public:
    explicit WantedSteps(const Capture& capture);
    [[nodiscard]] bool operator()(const StepRef& ref);

private:
    static constexpr std::size_t places = 8; // sides, with and without cross-attention
    const Capture& m_capture;
    bool m_hasNumbers = false;
    std::array<std::optional<bool>, static_cast<std::size_t>(stepCount) * places> m_answers{};
};

/// Size of one matrix, which capturePlan adds up.
struct StepSize
{
    StepRef ref;
    std::uint64_t bytes = 0;
    bool isWanted = true;
};

/// Which of `sizes` are kept: those that are wanted, minus whole kinds of steps, least telling first
/// (shifted scores before patterns), until the sum fits. `dropped` names the kinds left out.
struct CapturePlan
{
    std::vector<bool> keep; ///< one per entry of sizes
    std::vector<Step> dropped;
    std::uint64_t bytes = 0;
};
[[nodiscard]] CapturePlan planCapture(const std::vector<StepSize>& sizes, std::uint64_t maxBytes);

} // namespace hl
