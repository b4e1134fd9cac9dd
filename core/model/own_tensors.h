#pragma once

#include "core/model/model.h"

#include <string>
#include <vector>

namespace hl {

struct NamedTensor
{
    std::string name;
    Tensor tensor;
    bool isVector = false; ///< stored [n], not [1, n]: what adds to or scales a row
};

/// A model's tensors under the names of Headlight's own format, whatever they are called where they come from.
[[nodiscard]] std::vector<NamedTensor> tensorsToSave(const Model& model);

} // namespace hl
