#include "app/commands/no_step.h"

#include "core/base/shown.h"
#include "core/model/model.h"

#include <algorithm>

namespace hl {

Error noStep(const ModelSpec& spec, const std::string& name)
{
    const std::vector<StepRef> steps = stepsOf(spec);
    const auto longer = std::find_if(steps.begin(), steps.end(), [&](const StepRef& ref) { return nameOf(ref).ends_with("." + name); });
    if (longer != steps.end())
        return {ErrorCode::UnknownStep,
                {HL_NOOP("core", "The model %1 has no step \"%2\"; did you mean \"%3\"?"), {spec.name, shown(name), nameOf(*longer)}}};
    return {ErrorCode::UnknownStep,
            {HL_NOOP("core", "The model %1 has no step \"%2\": `headlight steps --model M` lists what it has."), {spec.name, shown(name)}}};
}

std::vector<StepRef> possibleSteps(const ModelSpec& spec)
{
    std::vector<StepRef> steps = stepsOf(spec);
    if (!spec.hasQueryStream)
        return steps;
    for (const StepRef& ref : stepsOf(spec.withAllStacks())) {
        if (ref.side == Side::Query)
            steps.push_back(ref);
    }
    return steps;
}

bool mayHaveStep(const ModelSpec& spec, const StepRef& ref)
{
    return hasStep(spec, ref) || hasStep(spec.withAllStacks(), ref);
}

} // namespace hl
