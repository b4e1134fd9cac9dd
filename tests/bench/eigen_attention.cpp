// A namespace of its own: the linker must not mix these instructions into what is compiled for any processor.
#define Eigen EigenForThisProcessor
#include "eigen_attention.h"

#include <Eigen/Core>

using Numbers = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Rows = Eigen::Map<const Numbers, 0, Eigen::OuterStride<>>;

void eigenAttention(const float* q, const float* k, const float* v, long n, long features, long stride, float* pattern, float* z)
{
    const Eigen::OuterStride<> apart(stride);
    Eigen::Map<Numbers> weights(pattern, n, n);
    weights.noalias() = Rows(q, n, features, apart) * Rows(k, n, features, apart).transpose();
    weights *= 0.125F;
    for (long row = 0; row < n; ++row) {
        auto seen = weights.row(row).head(row + 1);
        seen = (seen.array() - seen.maxCoeff()).exp();
        seen /= seen.sum();
        weights.row(row).tail(n - row - 1).setZero();
    }
    Eigen::Map<Numbers, 0, Eigen::OuterStride<>>(z, n, features, apart).noalias() = weights * Rows(v, n, features, apart);
}
