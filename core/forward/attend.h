#pragma once

#include "core/base/matrix.h"

#include <vector>

namespace hl {

/// Where one head's steps are written. q [n, d_k], k [m, d_k], v [m, d_v] -> matrices [n, m], columns [n, 1],
/// z [n, d_v]. `biased` has no rows where there is no position bias, `sum` none where there are no terms of position.
/// A float32 run writes only what has rows; `pattern` and `z` always have. Matrices [n, m] have one row stride.
template <class T>
struct HeadRooms
{
    MutableRef<T> scores;
    MutableRef<T> sum;
    MutableRef<T> scaled;
    MutableRef<T> biased;
    MutableRef<T> masked;
    MutableRef<T> max;
    MutableRef<T> shifted;
    MutableRef<T> exp;
    MutableRef<T> expSum;
    MutableRef<T> pattern;
    MutableRef<T> z;
    bool isSoftmaxSingle = false; ///< in float32 even in a float64 run
    float* scratch = nullptr; ///< working memory for headScratch() numbers, if any; not shared by threads
};

/// What one head's attention starts from.
template <class T>
struct HeadInputs
{
    ConstRef<T> q, k, v;
    ConstRef<T> terms;  ///< terms of position, added to the scores; without rows where there are none
    double scale = 1.0; ///< of the scores
    ConstRef<T> bias;   ///< position bias; without rows where there is none
    ConstRef<T> mask;   ///< −∞ where forbidden
    const std::vector<long>* lengths = nullptr; ///< allowedLengths() of the mask where it is known already
};

/// q kᵀ of some rows, with the bits that attendHead() gives them. q [n, d_k], k [m, d_k] -> [n, m].
void scoreRows(const ConstRef<float>& q, const ConstRef<float>& k, MutableRef<float> scores);

/// By query, how many keys come before the last one that the mask allows, that one included.
template <class T>
[[nodiscard]] std::vector<long> allowedLengths(const ConstRef<T>& mask);

/// How many numbers a float32 head of these sizes needs to work with.
[[nodiscard]] std::size_t headScratch(Index keys, Index keyFeatures, Index valueFeatures);

/// Scaled dot-product attention of one head, every intermediate kept:
/// scores = q kᵀ; sum = scores + terms; scaled = that · scale; biased = scaled + bias; masked = that + mask, −∞ where the mask is;
/// pattern = softmax by row in its parts; z = pattern v. Query and key counts may differ, d_v may differ from d_k.
/// A query with no allowed key gets a pattern row and a z row of zeros. Vaswani et al. 2017, eq. 1.
/// In float32 a query's numbers have the same bits whatever other queries, or keys that it may not see, there are.
template <class T>
void attendHead(const HeadInputs<T>& inputs, HeadRooms<T>& rooms);

} // namespace hl
