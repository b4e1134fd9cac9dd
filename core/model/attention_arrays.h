#pragma once

#include "core/model/tensor.h"
#include "core/trace/step.h"

#include <map>
#include <string>
#include <vector>

namespace hl {

/// Numbers of one attention call that somebody computed, in the place of a model's weights: for each step that is there one
/// matrix a head. What the call starts from (ArraysSpec::start) is among them; everything after that is computed.
struct AttentionArrays
{
    std::map<Step, std::vector<Tensor>> steps; ///< of Q, K, V, Scores, Scaled, Masked, Pattern
    MatrixOf<double> mask; ///< [query, key], −∞ where forbidden; no rows: nothing is
    std::vector<std::string> queries; ///< the words of the tokens
    std::vector<std::string> keys;
    bool isDouble = false; ///< some of it is float64: the computation is, too
};

} // namespace hl
