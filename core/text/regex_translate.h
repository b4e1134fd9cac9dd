#pragma once

#include "core/base/error.h"

#include <string>
#include <string_view>

namespace hl {

/// A regular expression of a tokenizer's file (written for Oniguruma) in the words of PCRE2: \s, \w and \d by
/// Unicode properties, character classes inside classes joined to one. Refused with the reason: expressions of
/// more than 4096 bytes, repeats inside repeats that could take for ever ("(a+)+"), back references, calls and
/// code, intersections of classes.
[[nodiscard]] Result<std::string> translateRegex(std::string_view expression);

} // namespace hl
