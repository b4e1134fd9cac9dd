#pragma once

#include "core/base/matrix.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace hl {

/// What a variant may be told; each uses some of it.
struct VariantParameters
{
    Index window = 2;  ///< keys seen on either side
    Index stride = 3;  ///< every so many-th key is seen
    Index globals = 1; ///< tokens at the start that see all and are seen by all
    Index rank = 4;    ///< groups of keys

    friend bool operator==(const VariantParameters&, const VariantParameters&) = default;
};

/// One head's numbers as they meet: q [n, d_k], k [m, d_k], v [m, d_v].
struct VariantHead
{
    MatrixOf<double> q, k, v;
    double scale = 1.0;    ///< of the scores
    MatrixOf<double> bias; ///< of positions, added to the scaled scores; no rows: none
    Index offset = 0;      ///< place of query 0 among the keys
};

struct VariantResult
{
    MatrixOf<double> weights; ///< [n, m], rows sum to 1; of a variant without weights those that its sum amounts to
    MatrixOf<double> z;       ///< [n, d_v]
};

/// What a computation did: products with their addition, and additions over tokens; and the numbers it holds at the end, its
/// inputs left out: weights, states, outputs. The softmax's exponentials and divisions are not counted.
struct Work
{
    double multiplyAdds = 0.0;
    double held = 0.0;

    friend bool operator==(const Work&, const Work&) = default;
};

/// Parts of VariantParameters, to be combined.
enum VariantUse : unsigned { UsesNothing = 0, UsesWindow = 1, UsesStride = 2, UsesGlobals = 4, UsesRank = 8 };

/// One way to compute attention from queries, keys and values. Adding one is adding a row to the table.
struct AttentionVariant
{
    std::string_view name; ///< "local-window"
    const char* title;     ///< translated in context "core", as the next three
    const char* formula;
    const char* meaning;
    const char* source;
    unsigned uses;
    /// Whether the query at a place among the keys sees a key; null where weights are not those of pairs.
    bool (*sees)(Index query, Index key, const VariantParameters& parameters);
    /// Computes; counts what it does where `counted` is given.
    void (*run)(const VariantHead& head, const VariantParameters& parameters, VariantResult& result, Work* counted);
    /// What run() counts for n queries and keys of one text, by a formula.
    Work (*work)(Index n, Index dKey, Index dValue, const VariantParameters& parameters);
    /// Layers that a signal needs at most from one token to another that it can reach at all. Vaswani et al. 2017, table 1.
    Index (*path)(Index n, const VariantParameters& parameters);
};

/// The table; the first row is full attention, which the others are compared with.
[[nodiscard]] std::span<const AttentionVariant> attentionVariants();
/// Null for an unknown name.
[[nodiscard]] const AttentionVariant* variantNamed(std::string_view name);

[[nodiscard]] VariantResult computeVariant(const AttentionVariant& variant, const VariantHead& head, const VariantParameters& parameters);
/// The same, counted while it is done.
[[nodiscard]] Work countVariant(const AttentionVariant& variant, const VariantHead& head, const VariantParameters& parameters);

/// Group of a key for low-rank attention: groups of neighbours, as even as can be; min(rank, keys) of them.
[[nodiscard]] Index groupOfKey(Index key, Index keys, Index rank);
/// Pairs of n tokens at most `window` places apart, both orders and each token with itself.
[[nodiscard]] double pairsWithin(Index n, Index window);

} // namespace hl
