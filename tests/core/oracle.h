#pragma once

#include "core/forward/forward.h"

#include <map>
#include <string>
#include <vector>

/// A second transformer, for tests alone: plain loops over float64, written from the papers and sharing no line with the
/// core. Slow and simple on purpose.
namespace oracle {

using Row = std::vector<double>;
using Rows = std::vector<Row>;

/// Every step by its public name, as it must come out.
[[nodiscard]] std::map<std::string, Rows> run(const hl::Model& model, const hl::ForwardInput& input);

} // namespace oracle
