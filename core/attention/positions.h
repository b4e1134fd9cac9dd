#pragma once

#include "core/base/matrix.h"
#include "core/model/spec.h"

#include <vector>

namespace hl {

/// PE(pos, 2i) = sin(pos / 10000^(2i/d)), PE(pos, 2i+1) = cos(pos / 10000^(2i/d)). [length, dModel], odd d included.
/// Vaswani et al. 2017, section 3.5.
[[nodiscard]] MatrixOf<double> sinusoidalPositions(Index length, Index dModel);
/// Tokens for one full turn of a sinusoidal dimension: 2π · 10000^(2i/d).
[[nodiscard]] double sinusoidalWavelength(Index dimension, Index dModel);

/// Angle in radians by which pair `pair` of `dims` rotated features turns at `position`.
/// θ = position / base^(2·pair/dims). Su et al. 2021, eq. 15.
[[nodiscard]] double rotaryAngle(Index position, Index pair, Index dims, double base);
/// The two features of a pair: (2p, 2p+1) interleaved, else (p, p + dims/2).
struct RotaryPair
{
    Index first = 0;
    Index second = 0;
};
[[nodiscard]] RotaryPair rotaryPair(Index pair, Index dims, bool isInterleaved);
/// Rotates the first `dims` features of each row by the row's position; the rest is copied. x [n, d_k].
template <class T>
void rotateRows(const PositionSpec& spec, const ConstRef<T>& x, MutableRef<T> out);

/// Slope of each head: 2^(−8h/H) for h = 1..H where H is a power of two, else the paper's interleaving.
/// Press et al. 2021, section 3.
[[nodiscard]] std::vector<double> alibiSlopes(int heads);
/// −slope · (query − key), for keys after the query too (where a causal mask forbids them anyway): slope·(key − query)
/// for causal models; the distance |key − query| for bidirectional ones. [queries, keys].
[[nodiscard]] MatrixOf<double> alibiBias(double slope, Index queries, Index keys, bool isCausal);

/// Bucket of a distance key − query: half of them exact, the rest growing with the logarithm. Raffel et al. 2020, 2.1.
[[nodiscard]] int t5Bucket(Index keyMinusQuery, bool isBidirectional, int buckets, int maxDistance);

/// Position bias of one head for a stack: ALiBi or T5. relativeBias is [buckets, heads], null for ALiBi.
[[nodiscard]] MatrixOf<double> positionBias(const StackSpec& stack, int head, const MatrixView& relativeBias,
                                            Index queries, Index keys);

} // namespace hl
