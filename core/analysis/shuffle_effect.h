#pragma once

#include "core/run/run_request.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

namespace hl {

/// A random order of a text's tokens: new token i is old token order[i]. Special tokens keep their places; two or more
/// other tokens never stay all in place. The same seed gives the same order everywhere.
[[nodiscard]] std::vector<int> shuffledOrder(const Tokens& tokens, std::uint32_t seed);

/// What shuffling the words does to the outputs of a model's (first) stack.
struct ShuffleEffect
{
    std::vector<int> order; ///< new token i is old token order[i]
    /// max over tokens i and features d of |shuffled output[i, d] − output[order[i], d]|: 0 would mean that
    /// shuffling only permutes the outputs.
    double withPositions = 0.0;
    /// The same without positional information.
    double withoutPositions = 0.0;
    /// Only where the mask is causal: the same without positions and without the mask, which tells order as well.
    std::optional<double> withoutPositionsAndMask;
    double largestOutput = 0.0; ///< largest |output| of the run as typed: what the differences compare with
};

/// Runs the request as typed and shuffled, with and without positions. Uses request.shuffle, or shuffledOrder() with
/// seed 1 where that is empty. Self-attention without positions and mask is permutation-equivariant, so that
/// withoutPositions (withoutPositionsAndMask for causal models) is rounding error alone.
/// Errors: those of run().
[[nodiscard]] Result<ShuffleEffect> shuffleEffect(RunRequest request, std::stop_token stop = {});

} // namespace hl
