#pragma once

#include "core/base/matrix.h"
#include "core/model/spec.h"

#include <vector>

namespace hl {

/// What the norm of one row subtracts and divides by.
struct NormRow
{
    double mean = 0.0;     ///< 0 for RMSNorm
    double variance = 0.0; ///< around that mean
    double inverse = 1.0;  ///< 1 / √(variance + ε)
    bool isRounded = false; ///< the quotient is a float32 even in a float64 run

    [[nodiscard]] double normed(double x) const
    {
        return isRounded ? static_cast<double>(static_cast<float>(x) * static_cast<float>(inverse)) : (x - mean) * inverse;
    }
};

/// Statistics of a row, in float64. Where a run is float64 and the kind of norm is one that the reference keeps in float32
/// whatever the run, they are its float32 numbers, added up in its order.
[[nodiscard]] NormRow normRowOf(NormKind kind, double epsilon, const RowOf<double>& values, DType run);

/// The sum of float32 numbers in the order in which PyTorch adds up a row on a processor with AVX2: 4 chains of 8 lanes, in
/// steps that are added up level by level. Rounding depends on the order, and 1 ulp of a mean is far above float64.
[[nodiscard]] float sumInSingle(const std::vector<float>& numbers);

} // namespace hl
