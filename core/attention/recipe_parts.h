#pragma once

#include "core/attention/recipe.h"

/// The choices a recipe is made of: the right ones first, then those of the mistakes.
namespace hl::parts {

// positions [count, width]
[[nodiscard]] MatrixOf<double> sinesAndCosines(Index count, Index width);
[[nodiscard]] MatrixOf<double> sinesOnly(Index count, Index width);        ///< the sine in the cosine's place too
[[nodiscard]] MatrixOf<double> ownFrequencies(Index count, Index width);   ///< 10000^(j/d) for each feature j of a pair

// flat [n, heads · d] -> heads of [n, d]
[[nodiscard]] HeadMatrices splitColumns(const MatrixOf<double>& flat, Index heads);
[[nodiscard]] HeadMatrices splitByReshape(const MatrixOf<double>& flat, Index heads); ///< reshape(heads, n, d)
[[nodiscard]] HeadMatrices splitInterleaved(const MatrixOf<double>& flat, Index heads); ///< feature f of head h at f · heads + h

// scores [n, m]
[[nodiscard]] MatrixOf<double> dotProducts(const MatrixOf<double>& q, const MatrixOf<double>& k);
[[nodiscard]] MatrixOf<double> swapped(const MatrixOf<double>& q, const MatrixOf<double>& k);       ///< K Qᵀ
[[nodiscard]] MatrixOf<double> keyNotTransposed(const MatrixOf<double>& q, const MatrixOf<double>& k); ///< Q K
[[nodiscard]] MatrixOf<double> keyReshaped(const MatrixOf<double>& q, const MatrixOf<double>& k); ///< Q times K.reshape(d, m)
[[nodiscard]] MatrixOf<double> queriesAlone(const MatrixOf<double>& q, const MatrixOf<double>& k); ///< Q Qᵀ
[[nodiscard]] MatrixOf<double> queryAsScores(const MatrixOf<double>& q, const MatrixOf<double>& k); ///< Q itself
[[nodiscard]] MatrixOf<double> cosines(const MatrixOf<double>& q, const MatrixOf<double>& k); ///< dot products of unit vectors

// factors
[[nodiscard]] double rightFactor(const AttentionSizes& sizes);
[[nodiscard]] double noFactor(const AttentionSizes& sizes);
[[nodiscard]] double rootOfModelWidth(const AttentionSizes& sizes);
[[nodiscard]] double headWidthItself(const AttentionSizes& sizes);
[[nodiscard]] double modelWidthItself(const AttentionSizes& sizes);
[[nodiscard]] double timesRoot(const AttentionSizes& sizes);
[[nodiscard]] double rootOfLength(const AttentionSizes& sizes);

// masks
[[nodiscard]] MaskMatrix sameMask(const MaskMatrix& mask);
[[nodiscard]] MaskMatrix noMask(const MaskMatrix& mask);
[[nodiscard]] MaskMatrix transposedMask(const MaskMatrix& mask);
[[nodiscard]] MaskMatrix invertedMask(const MaskMatrix& mask);
[[nodiscard]] MaskMatrix nextKeySeen(const MaskMatrix& mask);
[[nodiscard]] MaskMatrix ownKeyHidden(const MaskMatrix& mask);
[[nodiscard]] MaskMatrix paddingSeen(const MaskMatrix& mask);

// what is summed, and over which cells
[[nodiscard]] double exponential(double x);
[[nodiscard]] double itself(double x); ///< forbidden cells count 0
[[nodiscard]] Index ofRow(Index head, Index row, Index col, const AttentionSizes& sizes);
[[nodiscard]] Index ofColumn(Index head, Index row, Index col, const AttentionSizes& sizes);
[[nodiscard]] Index ofHead(Index head, Index row, Index col, const AttentionSizes& sizes);
[[nodiscard]] Index ofPair(Index head, Index row, Index col, const AttentionSizes& sizes);
[[nodiscard]] Index ofAll(Index head, Index row, Index col, const AttentionSizes& sizes);

// pattern [n, m] and v [m, d_v] -> z
[[nodiscard]] MatrixOf<double> weightedSum(const MatrixOf<double>& pattern, const MatrixOf<double>& v);
[[nodiscard]] MatrixOf<double> elementwise(const MatrixOf<double>& pattern, const MatrixOf<double>& v);
[[nodiscard]] MatrixOf<double> patternTransposed(const MatrixOf<double>& pattern, const MatrixOf<double>& v);

// heads of [n, d] -> [n, heads · d]
[[nodiscard]] MatrixOf<double> sideBySide(const HeadMatrices& z);
[[nodiscard]] MatrixOf<double> joinReversed(const HeadMatrices& z);
[[nodiscard]] MatrixOf<double> joinByReshape(const HeadMatrices& z);
[[nodiscard]] MatrixOf<double> joinInterleaved(const HeadMatrices& z);

} // namespace hl::parts
