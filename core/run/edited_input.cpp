#include "core/run/edited_input.h"

#include "core/edit/plan.h"
#include "core/forward/two_streams.h"

namespace hl {

std::shared_ptr<const Model> applyEdits(const Edits& edits, std::shared_ptr<const Model> model, ForwardInput& input)
{
    const ModelSpec& spec = model->spec();
    std::vector<std::optional<Message>> refusals(edits.size());
    for (const Side side : spec.sides()) {
        if (spec.readsTokens(side))
            editTokens(edits, *model, side, side == Side::Decoder ? input.target.tokens : input.source.tokens, refusals);
    }
    askForMasked(*model, input.source);
    model = asAsked(std::move(model), input);
    const TextLengths lengths{sourceLength(model->spec(), input), static_cast<Index>(secondTokens(input).size()), memoryRows(model->spec(), input.source)};
    EditPlan plan = planEdits(edits, std::move(model), lengths);
    for (std::size_t i = 0; i < edits.size(); ++i) {
        if (!refusals[i])
            refusals[i] = std::move(plan.refusals[i]);
    }
    input.refusals = std::move(refusals);
    input.changes = std::move(plan.changes);
    return std::move(plan.model);
}

} // namespace hl
