#pragma once

#include "core/base/crew.h"
#include "core/forward/context.h"

#include <span>

namespace hl {

/// `kernel` rows of x around each stride-th one, from kernel / 2 before it on, times the weights; what is missing at the ends is 0:
/// torch's Conv1d with padding (kernel − 1) / 2. x [rows, in], weights [in · kernel, out] input by input, out [⌈rows / stride⌉, out].
template <class T>
void convolve(const ConstRef<T>& x, const Linear& weights, Index kernel, Index stride, MutableRef<T> out, Crew& crew);

/// Adds the stack's convolution of `input` to what its first block handed on: the steps conv.pre to ln_conv.out. Rows that the
/// attention mask leaves out count as 0, before it and behind it. Shapes [tokens, d_model].
template <class T>
void runConvolution(ForwardContext<T>& context, Side side, std::span<const std::uint8_t> allowed);

} // namespace hl
