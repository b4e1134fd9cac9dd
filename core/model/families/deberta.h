#pragma once

#include "core/model/families/bert_like.h"

namespace hl {

/// Which terms of the scores a version counts when it scales them: those that it computes, or all that its configuration lists.
enum class TermCount { Known, AllListed };

/// What both versions of DeBERTa say with the same keys: BERT's, and which terms of distance the scores have. Names of
/// architectures begin with `classPrefix`.
[[nodiscard]] Result<ModelSpec> describeDeberta(const ConfigReader& config, const TensorStore& tensors, const char* family,
                                                const std::string& classPrefix, TermCount termCount);

/// `readAttention` takes the projections of one layer, whose names and shapes differ.
[[nodiscard]] Result<Weights> mapDeberta(const ModelSpec& spec, TensorStore& tensors,
                                         void (*readAttention)(WeightReader&, const ModelSpec&, const std::string&,
                                                               AttentionWeights&));

} // namespace hl
