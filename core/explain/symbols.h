#pragma once

#include "core/base/matrix.h"
#include "core/trace/step.h"

#include <string>

namespace hl {

/// Short symbol of a step in formulas: "q", "score", "a" (attention weight), "z".
[[nodiscard]] const char* symbolOf(Step step);
/// Symbol of the weights a step multiplies by: "W_Q"; of its bias: "b_Q".
[[nodiscard]] const char* weightSymbolOf(Step step);
[[nodiscard]] const char* biasSymbolOf(Step step);
/// "score[6,2]"
[[nodiscard]] std::string cellSymbol(const std::string& symbol, Index row, Index col);

} // namespace hl
