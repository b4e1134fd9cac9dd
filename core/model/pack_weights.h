#pragma once

#include "core/model/weights.h"

namespace hl {

class Crew;

/// Brings the weights of all linear layers into the order in which products read them; tensors that layers share stay shared.
void packWeights(Weights& weights, Crew& crew);

} // namespace hl
