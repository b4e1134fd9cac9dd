#pragma once

#include "core/base/matrix.h"

namespace hl {

/// softmaxParts() of a float64 run whose reference keeps the softmax in float32: every part is the float32 number that
/// PyTorch gets on a processor with AVX2, bit by bit (its exponential, its order of adding, the product with 1 / sum).
/// Rows with a NaN, and rows with no allowed key, are those of softmaxParts().
void softmaxPartsInSingle(const ConstRef<double>& masked, MutableRef<double> max, MutableRef<double> shifted,
                          MutableRef<double> exp, MutableRef<double> sum, MutableRef<double> pattern);

/// exp(x) in float32 with an error below 1 ulp: x = q ln 2 + s, a polynomial of s, times 2^q. Shibata, Petrogalli 2019.
[[nodiscard]] float expInSingle(float x);

} // namespace hl
