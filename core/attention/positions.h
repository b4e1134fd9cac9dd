#pragma once

#include "core/base/matrix.h"
#include "core/model/spec.h"

#include <cstdint>
#include <vector>

namespace hl {

/// PE(pos, 2i) = sin(pos / 10000^(2i/d)), PE(pos, 2i+1) = cos(pos / 10000^(2i/d)). [length, dModel], odd d included.
/// Vaswani et al. 2017, section 3.5.
[[nodiscard]] MatrixOf<double> sinusoidalPositions(Index length, Index dModel);
/// The same sines in the first half of each row and cosines in the second, rounded to float32 where the spec says so.
[[nodiscard]] MatrixOf<double> sinusoidalPositions(Index length, Index dModel, const PositionSpec& spec);
/// Tokens for one full turn of a sinusoidal dimension: 2π · 10000^(2i/d).
[[nodiscard]] double sinusoidalWavelength(Index dimension, Index dModel);

/// The positions of a text of `length` tokens whose heads have `dims` rotated features: those of a base that depends on the length
/// are plain ones of the base that it has there, base · (factor · length / original − (factor − 1))^(dims / (dims − 2)) beyond the
/// original length (dynamic NTK scaling, after bloc97 and emozilla); others as they are.
[[nodiscard]] PositionSpec rotaryAt(const PositionSpec& spec, Index length, Index dims);
/// Angle in radians by which pair `pair` of `dims` rotated features turns with each position: base^(−2·pair/dims), Su et
/// al. 2021, eq. 15, scaled as the model says. Llama3, Yarn: turns longer than the original length are divided by the factor.
[[nodiscard]] double rotaryFrequency(const PositionSpec& spec, Index pair, Index dims);
/// θ = position · rotaryFrequency, in a text of the original length at most.
[[nodiscard]] double rotaryAngle(const PositionSpec& spec, Index position, Index pair, Index dims);
/// The two features of a pair: (2p, 2p+1) interleaved, else (p, p + dims/2).
struct RotaryPair
{
    Index first = 0;
    Index second = 0;
};
[[nodiscard]] RotaryPair rotaryPair(Index pair, Index dims, bool isInterleaved);
/// Rotates the first `dims` features of each row by the row's position, counted from `first`; the rest is copied. x [n, d_k], the last
/// rows of their text.
template <class T>
void rotateRows(const PositionSpec& spec, const ConstRef<T>& x, MutableRef<T> out, Index first = 0);

/// Slope of each head: 2^(−8h/H) for h = 1..H where H is a power of two, else the paper's interleaving.
/// Press et al. 2021, section 3.
[[nodiscard]] std::vector<double> alibiSlopes(int heads);
/// −slope · (query − key), for keys after the query too (where a causal mask forbids them anyway): slope·(key − query)
/// for causal models; the distance |key − query| for bidirectional ones. [queries, keys].
[[nodiscard]] MatrixOf<double> alibiBias(double slope, Index queries, Index keys, bool isCausal);

/// Bucket of a distance key − query: half of them exact, the rest growing with the logarithm. Raffel et al. 2020, 2.1.
[[nodiscard]] int t5Bucket(Index keyMinusQuery, bool isBidirectional, int buckets, int maxDistance);

/// The number nearest to x that bfloat16 holds (8 significant bits, ties to even).
[[nodiscard]] double roundedToBfloat16(double x);
/// ALiBi that depends on the key alone: slope · position(key), in bfloat16 and scaled where the spec says so.
[[nodiscard]] double alibiOfKey(const StackSpec& stack, int head, double position);

/// Number of each token's position by the spec: its row in the table of learned positions.
/// `allowed` as in SequenceInput: empty where every token counts.
[[nodiscard]] std::vector<int> positionNumbers(const PositionSpec& spec, const std::vector<int>& ids,
                                               const std::vector<std::uint8_t>& allowed);

/// Position bias of one head for a stack: ALiBi or T5. relativeBias is [buckets, heads], null for ALiBi; `positions`
/// [keys, 1] are the numbers of the keys' positions, null where they are 0, 1, 2, ...
[[nodiscard]] MatrixOf<double> positionBias(const StackSpec& stack, int head, const MatrixView& relativeBias,
                                            Index queries, Index keys, const MatrixView& positions = {});

} // namespace hl
