#include "core/run/keep.h"

#include "core/base/system_memory.h"
#include "core/forward/two_streams.h"
#include "core/model/model_facts.h"
#include "core/trace/trace_builder.h"

#include <algorithm>
#include <limits>

namespace hl {

namespace {

tl::unexpected<Error> failNeed(const RunNeed& need, std::size_t tokens)
{
    return fail(ErrorCode::NeedsMemory,
                HL_NOOP("core", "All numbers of this run of %1 tokens take %2, %3 of it attention, which grows with the square of the text; of the %4 that are free it may take %5. Choose what to keep, or shorten the text."),
                {std::to_string(tokens), bytesText(need.all), bytesText(need.attention), bytesText(need.available), bytesText(need.allowed)});
}

std::vector<std::string> patternsOf(Keep keep, int layer)
{
    std::vector<std::string> patterns{"*logits", "*probs", "*pooler.*", "*tokens", "*mel", "*pixels"};
    if (keep == Keep::Patterns) {
        patterns.emplace_back("*.pattern");
        return patterns;
    }
    for (const char* stack : {"", "encoder.", "decoder.", "query."}) {
        patterns.push_back(stack + ("blocks." + std::to_string(layer) + ".*"));
        patterns.push_back(stack + std::string("embed.*"));
        patterns.push_back(stack + std::string("ln_final.*"));
    }
    return patterns;
}

} // namespace

RunNeed needOf(const ModelSpec& spec, const ForwardInput& input)
{
    Capture everything = input.capture;
    everything.maxBytes = std::numeric_limits<std::uint64_t>::max();
    const RunPlan plan = planRun(spec, StepOrder(spec), input.dtype, static_cast<Index>(sourceLength(spec, input)), static_cast<Index>(secondTokens(input).size()),
                                 memoryRows(spec, input.source), everything);
    RunNeed need;
    need.all = plan.capture.bytes;
    need.attention = plan.cellBytes;
    need.peak = plan.peakBytes;
    const std::uint64_t unused = availableMemory();
    need.available = unused > 0 ? unused + input.capture.heldBytes : 0;
    need.allowed = allowedBytes(input.capture, unused);
    return need;
}

Result<void> applyKeep(Keep keep, int layer, const ModelSpec& spec, ForwardInput& input)
{
    if (keep == Keep::Fit)
        return {};
    const RunNeed need = needOf(spec, input);
    if (need.all <= need.allowed)
        return {};
    if (keep == Keep::Ask)
        return failNeed(need, static_cast<std::size_t>(sourceLength(spec, input)) + input.target.tokens.size());
    if (keep == Keep::All)
        input.capture.isAllWanted = true;
    else if (input.capture.patterns.empty()) // else somebody chose already
        input.capture.patterns = patternsOf(keep, layer);
    return {};
}

} // namespace hl
