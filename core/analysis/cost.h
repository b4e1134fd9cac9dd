#pragma once

#include "core/attention/variants.h"

#include <optional>

namespace hl {

/// One layer's sizes; projections are left out, for they are the same for all variants of attention.
struct LayerSizes
{
    Index heads = 1;
    Index dKey = 1;
    Index dValue = 1;
    Index dModel = 1;
};

/// What a layer over n tokens of one text costs. Vaswani et al. 2017, table 1, with the constants.
struct Cost
{
    double multiplyAdds = 0.0; ///< products with their addition, and additions over tokens
    double bytes = 0.0;        ///< of what it holds beside its inputs: weights, states, outputs; float32
    Index sequential = 1;      ///< steps that must wait for each other
    Index path = 1;            ///< layers, or steps along the text, from one token to another at most
};

inline constexpr Index bytesPerNumber = 4;

/// All heads together.
[[nodiscard]] Cost costOf(const AttentionVariant& variant, Index n, const LayerSizes& sizes, const VariantParameters& parameters);
/// The same from work that was counted or computed for one head; without path and steps.
[[nodiscard]] Cost costOf(const Work& ofHead, const LayerSizes& sizes);
/// h_t = tanh(x_t W + h_{t−1} U), W and U [d_model, d_model].
[[nodiscard]] Cost recurrentCost(Index n, const LayerSizes& sizes);
/// y_t = Σ x_{t+i} W_i over i from −(kernel − 1)/2 to (kernel − 1)/2 inside the text, W_i [d_model, d_model]; an odd kernel
/// of 3 or more.
[[nodiscard]] Cost convolutionCost(Index n, const LayerSizes& sizes, Index kernel);

} // namespace hl
