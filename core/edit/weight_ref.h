#pragma once

#include "core/model/model.h"

#include <string>
#include <vector>

namespace hl {

/// The weights that make a step: "blocks.0.attn.1.q.weight" is W_Q of head 1, "blocks.0.ln1.out.bias" the offset of a norm.
/// One name per number, whatever the model's files call it and however they pack it.
struct WeightRef
{
    StepRef step;
    bool isBias = false;

    friend bool operator==(const WeightRef&, const WeightRef&) = default;
};

[[nodiscard]] std::string nameOf(const WeightRef& ref);
[[nodiscard]] Result<WeightRef> parseWeight(const std::string& path);

/// Where the numbers lie: all rows of a tensor, some of its columns. The tensor is null where the step has no such weights.
struct WeightBlock
{
    Tensor tensor;
    Index firstCol = 0;
    Index cols = 0;

    [[nodiscard]] Index rows() const { return tensor.rows(); }
};
[[nodiscard]] WeightBlock blockOf(const Model& model, const WeightRef& ref);

/// The step that the weights of this one are called after: a query stream has those of the content stream, but for its start.
[[nodiscard]] StepRef weightStep(const StepRef& step);

/// All weights of the model that have a name, in the order of computation.
[[nodiscard]] std::vector<WeightRef> weightsOf(const Model& model);

} // namespace hl
