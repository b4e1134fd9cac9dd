#pragma once

#include "core/base/matrix.h"
#include "core/model/spec.h"
#include "core/model/weights.h"

#include <span>
#include <vector>

namespace hl {

class Crew;

// Where a crew is given, its members share the work. A row of a float32 result has the same bits whatever other rows are
// computed with it and however many members there are.

/// out = x W + b. x [n, in], W [in, out], b [1, out] or absent, out [n, out].
template <class T>
struct LinearJob
{
    ConstRef<T> x;
    const Linear* weights = nullptr;
    MutableRef<T> out;
};
template <class T>
void linear(const ConstRef<T>& x, const Linear& weights, MutableRef<T> out, Crew* crew = nullptr);
/// Several at once: queries, keys and values.
template <class T>
void linearAll(std::span<const LinearJob<T>> jobs, Crew* crew = nullptr);

/// out = x Wᵀ + b for W [out, in]: the unembedding, which is often the embedding table itself.
template <class T>
void linearTransposed(const ConstRef<T>& x, const Tensor& weight, const Tensor& bias, MutableRef<T> out, Crew* crew = nullptr);

/// Each row brought to mean 0 and variance 1 (biased variance, epsilon inside the root), times gain, plus bias.
/// Statistics are summed in float64. Ba, Kiros, Hinton 2016, eq. 4.
/// With the kinds of RMSNorm the row is divided by its root mean square instead. Zhang, Sennrich 2019, eq. 4.
template <class T>
void normRows(NormKind kind, double epsilon, const ConstRef<T>& x, const NormWeights& weights, MutableRef<T> out,
              Crew* crew = nullptr);

/// f(x) of one number. Gelu is x Φ(x) with erf, GeluTanh its tanh approximation (Hendrycks, Gimpel 2016),
/// Silu x σ(x), QuickGelu x σ(1.702 x).
[[nodiscard]] double activate(Activation activation, double x);
[[nodiscard]] const char* activationName(Activation activation);

/// f element by element; float32 in, float32 out, computed so that the error stays below 5e-7 (1 + |f|).
template <class T>
void activateAll(Activation activation, const ConstRef<T>& x, MutableRef<T> out, Crew* crew = nullptr);

/// out = x + y, all [rows, cols].
template <class T>
void addAll(const ConstRef<T>& x, const ConstRef<T>& y, MutableRef<T> out, Crew* crew = nullptr);
/// out *= y, element by element.
template <class T>
void multiplyAll(MutableRef<T> out, const ConstRef<T>& y, Crew* crew = nullptr);

/// The softmax of each row in its parts. masked [n, m], −∞ where attention is forbidden.
/// max [n, 1]: the row's maximum, −∞ for a row with no allowed key.
/// shifted [n, m] = masked − max, −∞ where forbidden. exp [n, m] = exp(shifted), exactly 0 where forbidden.
/// sum [n, 1]. pattern [n, m] = exp / sum: rows sum to 1 within 1e-6; a row with no allowed key is all 0.
/// A NaN among the allowed cells makes the allowed cells of its row NaN, as it must; forbidden cells stay 0.
/// Vaswani et al. 2017, eq. 1; the row maximum is subtracted so that exp cannot overflow.
template <class T>
void softmaxParts(const ConstRef<T>& masked, MutableRef<T> max, MutableRef<T> shifted, MutableRef<T> exp,
                  MutableRef<T> sum, MutableRef<T> pattern);

/// Part of a row of adaptive scores: words [first, last) and, for the most frequent ones, the groups after all words.
struct AdaptiveGroup
{
    Index first = 0;
    Index last = 0;
    Index score = -1; ///< column of the group's own score; −1 for the most frequent words, which have none
};
/// The group that a word belongs to. Groups' scores lie after the `vocabulary` words'.
[[nodiscard]] AdaptiveGroup adaptiveGroupOf(const std::vector<int>& cutoffs, Index vocabulary, Index word);

/// Logarithms of probabilities from adaptive scores [n, vocabulary + groups]: within its group, and of its group among the
/// frequent words. Grave et al. 2017, "Efficient softmax approximation for GPUs".
template <class T>
void adaptiveLogProbabilities(const ConstRef<T>& scores, const std::vector<int>& cutoffs, MutableRef<T> out);

/// Softmax of each row, for probabilities over the vocabulary. May be called in place.
template <class T>
void softmaxRows(const ConstRef<T>& x, MutableRef<T> out);
/// The same as a run computes it: shared by a crew, in float32 with the kernels for this processor.
template <class T>
void probabilityRows(const ConstRef<T>& x, MutableRef<T> out, Crew* crew = nullptr);

} // namespace hl
