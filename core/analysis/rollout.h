#pragma once

#include "core/trace/trace.h"

#include <stop_token>
#include <vector>

namespace hl {

/// How attention adds up over the layers of one stack (Abnar and Zuidema 2020, "Quantifying attention flow in
/// transformers"). Self-attention alone: what a decoder takes from an encoder is no part of it.

/// By layer, [position, position]: ½ of the mean over the heads + ½ of the identity, which stands for the residual
/// stream; rows sum to 1. A row that may look nowhere keeps itself. Refuses a stack whose keys are not its positions
/// (a memory), patterns that were not kept and numbers that are not finite.
[[nodiscard]] Result<std::vector<MatrixOf<double>>> mixedLayers(const Trace& trace, Side side);

/// Product of the layers, last times ... times first: row i says how much of position i at the end came from each token.
/// Rows sum to 1 within 1e-12.
[[nodiscard]] MatrixOf<double> attentionRollout(const std::vector<MatrixOf<double>>& layers);

/// One row of it, without the others: layers · positions² products.
[[nodiscard]] std::vector<double> attentionRolloutRow(const std::vector<MatrixOf<double>>& layers, Index row);

/// Longest text whose flow is worked out, in tokens: the work grows with the fourth power.
inline constexpr Index longestFlow = 64;

/// Row `output` of the flow: for each token the largest flow from position `output` of the last layer down to it through a
/// network with a node per layer and position, whose capacities are the layers' numbers. Each token is asked for itself, so a
/// row sums to more than 1. Exact up to rounding: below 1e-12. Cancelled when `stop` was requested; refuses texts longer than
/// longestFlow.
[[nodiscard]] Result<std::vector<double>> attentionFlowRow(const std::vector<MatrixOf<double>>& layers, Index output,
                                                           std::stop_token stop = {});
/// All rows, [position, token].
[[nodiscard]] Result<MatrixOf<double>> attentionFlow(const std::vector<MatrixOf<double>>& layers, std::stop_token stop = {});

} // namespace hl
