#pragma once

#include "ui/selection.h"

#include <QString>

#include <vector>

namespace hl::ui {

/// The steps of the selected layer and head in the order of computation: exactly those this model has, from the
/// tokens to the output. In a decoder with cross-attention, those of the attention that is selected.
[[nodiscard]] std::vector<Step> pipelineSteps(const ModelSpec& spec, const Place& place);

/// The same place at another step of its pipeline.
[[nodiscard]] Place atStep(const Place& place, Step step, const Trace& trace);

// The walk through the whole computation with the selected head, layer after layer; an encoder-decoder model's
// encoder, then the decoder's own attention, then its cross-attention. Steps that were not kept are passed over.
// At either end the place stays.
[[nodiscard]] Place nextStep(const Place& place, const Trace& trace);
[[nodiscard]] Place previousStep(const Place& place, const Trace& trace);
[[nodiscard]] Place firstStep(const Place& place, const Trace& trace);
[[nodiscard]] Place lastStep(const Place& place, const Trace& trace);

/// How far the walk has come: index of the place and number of places, for a scrubber.
struct WalkPosition
{
    int index = 0;
    int count = 0;
};
[[nodiscard]] WalkPosition walkPosition(const Place& place, const Trace& trace);
[[nodiscard]] Place atWalkPosition(const Place& place, const Trace& trace, int index);

/// Short name of a step for people, translated: "softmax", "÷ √d_k".
[[nodiscard]] QString shortName(Step step);

} // namespace hl::ui
