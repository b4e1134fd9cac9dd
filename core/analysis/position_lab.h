#pragma once

#include "core/model/model.h"

#include <optional>
#include <vector>

namespace hl {

/// What is asked of a way to tell positions.
struct PositionQuestion
{
    PositionKind scheme = PositionKind::Sinusoidal;
    Index length = 64; ///< positions
    Index dims = 64;   ///< features: d_model, or d_k for rotary
    int head = 0;      ///< ALiBi and T5: whose bias
};

/// The numbers of a positional scheme, in float64. What a scheme does not have is empty.
struct PositionLab
{
    /// [length, dims]. Sinusoidal, learned: what is added to the embeddings. Rotary: the cosine of each pair's angle,
    /// [length, dims / 2].
    MatrixOf<double> rows;
    /// [length, length]: PE · PEᵀ; for rotary the mean over the pairs of cos(angle_i − angle_j), what a vector of ones
    /// keeps of its product with itself. Depends on the distance alone for both of them.
    MatrixOf<double> similarity;
    /// Tokens for one full turn: per dimension (sinusoidal) or per pair (rotary).
    std::vector<double> wavelengths;
    /// Radians, [length, dims / 2]; rotary only.
    MatrixOf<double> angles;
    /// What the angles are powers of, at this length; rotary only.
    double base = 0.0;
    /// Per head; ALiBi only.
    std::vector<double> slopes;
    /// [query, key]: added to the scores of the head; ALiBi and T5.
    MatrixOf<double> bias;
};

/// Errors: a learned or T5 table that the model does not have, a head that it does not have, no length or dims.
/// A learned table longer or wider than asked is cut; a smaller one is shown whole.
[[nodiscard]] Result<PositionLab> positionLab(const Model& model, Side side, const PositionQuestion& question);

} // namespace hl
