#pragma once

#include "core/forward/forward.h"
#include "core/model/model.h"

#include <memory>
#include <random>
#include <string>

/// Small models of every kind the generic description allows, drawn from a seed.
namespace randomModel {

using Random = std::mt19937;

/// A description with what families have beyond the first ones: shared keys, windows, numbered positions, narrow embeddings,
/// parallel blocks, scores that depend on the distance, a memory, grouped words, a convolution, classes. `kind` 0 .. familyKinds − 1 makes sure of one.
inline constexpr int familyKinds = 15;
[[nodiscard]] hl::ModelSpec familySpec(Random& random, int kind);

[[nodiscard]] inline int between(Random& random, int low, int high)
{
    return std::uniform_int_distribution<int>(low, high)(random);
}
[[nodiscard]] inline bool chance(Random& random, double p)
{
    return std::bernoulli_distribution(p)(random);
}

[[nodiscard]] hl::ModelSpec spec(Random& random);
[[nodiscard]] hl::Weights weights(Random& random, const hl::ModelSpec& spec);
[[nodiscard]] std::shared_ptr<const hl::Model> model(Random& random);
/// Token ids, padding, mask and mask mode for it.
[[nodiscard]] hl::ForwardInput input(Random& random, const hl::Model& model);
/// For messages: what was drawn.
[[nodiscard]] std::string describe(const hl::ModelSpec& spec);

} // namespace randomModel
