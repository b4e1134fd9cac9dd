#include "core/trace/capture.h"

#include <algorithm>
#include <array>

namespace hl {

namespace {

// Left out first to last: what can be read off a kept neighbour goes before what cannot. The mask stays long: all heads share
// one, and where the masked scores are gone it alone says which pairs are forbidden.
constexpr std::array dropOrder{
    Step::SoftmaxShifted, Step::SoftmaxExp, Step::Scaled,  Step::Biased,    Step::PositionBias,
    Step::Masked,         Step::Scores,   Step::MlpGate,    Step::MlpPre,  Step::MlpPost,   Step::Probs,
    Step::ClassProbs,     Step::SpanProbs, Step::PairProbs,
    Step::MlpOut,         Step::ResidPre, Step::HeadPre,  Step::HeadPost,   Step::HeadNorm, Step::Ln1Out,   Step::Ln2Out,
    Step::ConvPre,        Step::ConvPost, Step::ResidConv,
    Step::LnCrossOut,     Step::AttnOut,  Step::Concat,     Step::ResidMid, Step::ResidCross, Step::ResidPost,
    Step::Logits,   Step::Mask,     Step::Z,          Step::V,       Step::QRot,      Step::KRot,
    Step::K,              Step::Q,        Step::Pattern,
};

} // namespace

bool Capture::wants(const StepRef& ref) const
{
    if (patterns.empty())
        return true;
    const auto name = nameOf(ref);
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const std::string& pattern) { return matchesPattern(name, pattern); });
}

WantedSteps::WantedSteps(const Capture& capture)
    : m_capture(capture)
{
    for (const std::string& pattern : capture.patterns)
        m_hasNumbers = m_hasNumbers || pattern.find_first_of("0123456789") != std::string::npos;
}

bool WantedSteps::operator()(const StepRef& ref)
{
    if (m_hasNumbers)
        return m_capture.wants(ref);
    const std::size_t place = 2 * static_cast<std::size_t>(ref.side) + (ref.isCross ? 1 : 0);
    auto& answer = m_answers.at(static_cast<std::size_t>(ref.step) * places + place);
    if (!answer)
        answer = m_capture.wants(ref);
    return *answer;
}

CapturePlan planCapture(const std::vector<StepSize>& sizes, std::uint64_t maxBytes)
{
    CapturePlan plan;
    plan.keep.resize(sizes.size());
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        plan.keep[i] = sizes[i].isWanted;
        if (plan.keep[i])
            plan.bytes += sizes[i].bytes;
    }
    for (const Step step : dropOrder) {
        if (plan.bytes <= maxBytes)
            break;
        bool any = false;
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            if (plan.keep[i] && sizes[i].ref.step == step) {
                plan.keep[i] = false;
                plan.bytes -= sizes[i].bytes;
                any = true;
            }
        }
        if (any)
            plan.dropped.push_back(step);
    }
    return plan;
}

} // namespace hl
