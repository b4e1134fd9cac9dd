#pragma once

namespace hl {

/// The number types that a program may compute in: float16, bfloat16, float32, float64.
enum class NumberType { Half, Brain, Single, Double };

/// x rounded to the nearest number of the type, ties to even; beyond its largest number: infinity.
[[nodiscard]] double roundedTo(NumberType type, double x);
/// "float16", "bfloat16", "float32", "float64".
[[nodiscard]] const char* nameOf(NumberType type);

} // namespace hl
