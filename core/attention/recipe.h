#pragma once

#include "core/attention/problem.h"

#include <cstdint>
#include <functional>

namespace hl {

/// What a divisor of the scores may be made from.
struct AttentionSizes
{
    Index heads = 1;
    Index queries = 0;
    Index keys = 0;
    Index headWidth = 0;
    Index modelWidth = 0;
    double scale = 1.0; ///< what is right
};

/// What becomes of forbidden cells.
enum class MaskUse {
    Infinite,    ///< −∞ before the softmax, as it should be
    Finite,      ///< −1e9 added in the number type of the recipe
    Zero,        ///< 0 in the place of the score
    AfterSoftmax ///< weights set to 0, the rest left as it is
};

/// How attention is computed, choice by choice. As made by default it is right: softmax(Q Kᵀ / √d_k + M) V, heads joined,
/// times W_O. A mistake changes a choice. Two recipes are equal if they make the same choices.
struct Recipe
{
    /// Up to the scores.
    struct Before
    {
        MatrixOf<double> (*positions)(Index count, Index width);
        bool arePositionsLate = false; ///< added to queries, keys and values in the place of their inputs
        bool hasBias = true;
        HeadMatrices (*split)(const MatrixOf<double>& flat, Index heads);
        /// One head's scores from q and k; no rows where the shapes do not allow it.
        MatrixOf<double> (*score)(const MatrixOf<double>& q, const MatrixOf<double>& k);
        bool isHalf = false; ///< every number is rounded to float16

        Before();
        friend bool operator==(const Before&, const Before&) = default;
    };
    /// From the scores on.
    struct After
    {
        double (*factor)(const AttentionSizes&); ///< scores are multiplied by it
        bool isFactorLate = false;               ///< the weights are, instead
        MaskMatrix (*mask)(const MaskMatrix&);
        MaskUse maskUse = MaskUse::Infinite;
        double (*weigh)(double); ///< what is divided by its sum
        /// Which cells are divided by a common sum: those with the same number.
        Index (*group)(Index head, Index row, Index col, const AttentionSizes& sizes);
        bool isMaxSubtracted = true;
        bool isSoftmaxNaive = false; ///< 0 / 0 where nothing is allowed
        int softmaxCount = 1;
        bool hasDropout = false;
        MatrixOf<double> (*mix)(const MatrixOf<double>& pattern, const MatrixOf<double>& v);
        MatrixOf<double> (*join)(const HeadMatrices& z);
        bool isProjected = true;

        After();
        friend bool operator==(const After&, const After&) = default;
    };

    Before before;
    After after;
    friend bool operator==(const Recipe&, const Recipe&) = default;
};

/// What dropout is by default: each weight is 0 with this probability, else divided by what is left.
inline constexpr double dropoutRate = 0.1;
inline constexpr std::uint64_t dropoutSeed = 2017;
/// True if dropout takes this weight away: the same for the same seed, head, query and key, on every machine.
[[nodiscard]] bool isDropped(std::uint64_t seed, Index head, Index query, Index key);

/// Every number on the way, by step: EmbedPosition, EmbedSum, Q, K, V, Scores, Scaled, Masked, Pattern and Z have one matrix
/// per head (the first two just one), Concat and AttnOut one. What cannot be computed is absent.
using AttentionSteps = std::map<Step, HeadMatrices>;

/// The numbers up to the scores. In float64 unless the recipe is half precision.
[[nodiscard]] AttentionSteps stepsBefore(const AttentionProblem& problem, const Recipe::Before& recipe);

/// Called with each step as soon as it is there; false stops the computation.
using OnStep = std::function<bool(Step, const HeadMatrices&)>;

/// The rest, beginning with the scores in `steps` or what the problem has of later steps. False if it was stopped.
bool computeAfter(const AttentionProblem& problem, const Recipe& recipe, AttentionSteps& steps, const OnStep& onStep = {});

/// Both.
[[nodiscard]] AttentionSteps computeAttention(const AttentionProblem& problem, const Recipe& recipe = {});

[[nodiscard]] AttentionSizes sizesOf(const AttentionProblem& problem);

} // namespace hl
