#pragma once

#include <cstddef>
#include <string_view>

namespace hl {

/// Bytes to change, leave out or put in to make `b` of `a` (Levenshtein).
[[nodiscard]] std::size_t editDistance(std::string_view a, std::string_view b);

} // namespace hl
