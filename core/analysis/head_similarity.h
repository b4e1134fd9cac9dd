#pragma once

#include "core/trace/trace.h"

#include <stop_token>
#include <vector>

namespace hl {

/// How alike the heads of one kind (one stack's self-attention, or its cross-attention) look at one text.
struct HeadSimilarity
{
    std::vector<StepRef> heads;
    /// [head, head], in bits, 0 to 1: the mean over the rows of the Jensen-Shannon divergence of the two heads' weights,
    /// JS(p, q) = ½ Σ p log2(p/m) + ½ Σ q log2(q/m), m = (p + q)/2. Similarity is 1 minus this. Error below 1e-12.
    MatrixOf<double> divergence;
    /// [head, head]: cosine of the two patterns as long vectors, over the same rows.
    MatrixOf<double> cosine;
    Index rows = 0; ///< queries that every head has finite weights for, not all 0
};

/// Refuses patterns that were not kept, fewer than two heads and texts without a row to compare. Cancelled when stopped.
[[nodiscard]] Result<HeadSimilarity> headSimilarity(const Trace& trace, Side side, bool isCross, std::stop_token stop = {});

/// √divergence: a distance, and one that fits into a Euclidean space exactly (Fuglede and Topsøe 2004).
[[nodiscard]] MatrixOf<double> distances(const HeadSimilarity& similarity);

/// Two groups that became one: numbers below n are single heads, n + k is the group made by merge k.
struct Merge
{
    int first = 0; ///< smaller than second
    int second = 0;
    double height = 0.0; ///< mean distance between members of the one and of the other
    int size = 0;
};

/// Agglomerative clustering with average linkage: always the two nearest groups, of equals those of the smallest numbers.
[[nodiscard]] std::vector<Merge> averageLinkage(const MatrixOf<double>& distance);

/// Group of each head when `groups` are left, numbered from 0 in the order of their first heads.
[[nodiscard]] std::vector<int> groupsOf(const std::vector<Merge>& merges, int groups);

/// Points in the plane whose distances come near the given ones: classical multidimensional scaling (Torgerson 1952).
struct PlaneMap
{
    MatrixOf<double> points;  ///< [head, 2], centred on 0; of each axis the entry with the largest size is positive
    double explained = 0.0;   ///< share of the first two eigenvalues in the sum of all sizes; 1 where all distances are 0
    double stress = 0.0;      ///< Kruskal's stress-1: √(Σ (d − d')² / Σ d²), 0 for a perfect map
};
[[nodiscard]] PlaneMap classicalScaling(const MatrixOf<double>& distance);

/// Queries and keys of one head in one plane: principal components of both together.
struct QueryKeyMap
{
    MatrixOf<double> queries; ///< [query, 2]
    MatrixOf<double> keys;    ///< [key, 2]
    double explained[2] = {0.0, 0.0}; ///< share of the variance along each axis
    StepRef querySteps; ///< what was projected: q, or what became of it before the dot product
    StepRef keySteps;
};

/// Queries and keys are centred on their own means: moving all keys changes no weight, and the mean query only the origin.
/// Signs: of each axis' vector the entry with the largest size is positive. Error of a coordinate below 1e-9 of the largest.
[[nodiscard]] Result<QueryKeyMap> queryKeyMap(const Trace& trace, const StepRef& headStep);

} // namespace hl
