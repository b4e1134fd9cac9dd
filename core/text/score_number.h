#pragma once

#include <string_view>

namespace hl {

/// The number that the reference's JSON parser (serde_json) reads: all digits as one whole number, rounded, divided by a
/// power of ten, rounded again. It may lie one step beside the nearest double, and where two paths have the same sum but
/// for rounding, that step decides between them. `number` is a number of JSON.
[[nodiscard]] double scoreNumber(std::string_view number);

} // namespace hl
