#pragma once

#include "core/model/families/family.h"

namespace hl {

/// What ViT and DeiT have in common: a pre-norm stack over patches with learned positions, in the same tensors but for
/// the prefix and the heads.
[[nodiscard]] Result<ModelSpec> describeVision(const ConfigReader& config, const TensorStore& tensors,
                                               std::string_view family, bool hasDistillationToken);

/// Everything but the class heads.
[[nodiscard]] Result<Weights> mapVision(const ModelSpec& spec, TensorStore& tensors);

/// A class head stored as torch's Linear, used as the table of the classes it is.
[[nodiscard]] Result<void> mapClassHead(TensorStore& tensors, const std::string& name, const ModelSpec& spec,
                                        Tensor& weight, Tensor& bias);

} // namespace hl
