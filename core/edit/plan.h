#pragma once

#include "core/edit/edit.h"
#include "core/model/model.h"

#include <memory>
#include <optional>

namespace hl {

/// Edits made ready for one text: the model with its changed weights, and what the run does differently.
struct EditPlan
{
    std::shared_ptr<const Model> model;
    Changes changes;
    /// One for each edit: why it changes nothing here, a cell outside this text for example; nothing if it does, or is off.
    std::vector<std::optional<Message>> refusals;
};

/// Lengths of the texts, after edits of tokens.
struct TextLengths
{
    Index source = 0;
    Index target = 0;
    Index memory = 0;
};

/// Applies the edits that are on, in order. An edit that does not fit the model or the text is left out and says why.
[[nodiscard]] EditPlan planEdits(const Edits& edits, std::shared_ptr<const Model> model, const TextLengths& lengths);

/// Deletes and replaces tokens of one side; a replacement keeps the place in the text of what it replaces. Refusals as above,
/// for the edits of this side.
void editTokens(const Edits& edits, const Model& model, Side side, Tokens& tokens, std::vector<std::optional<Message>>& refusals);

/// Every step whose numbers can differ because of the changes: those changed, and all that are computed from them.
[[nodiscard]] std::vector<StepRef> affectedSteps(const Changes& changes, const ModelSpec& spec);

} // namespace hl
