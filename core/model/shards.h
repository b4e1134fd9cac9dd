#pragma once

#include "core/base/error.h"
#include "core/model/tensor_store.h"

#include <filesystem>
#include <vector>

namespace hl {

/// The files that hold a model's weights: model.safetensors, or those that model.safetensors.index.json lists, in the
/// order of their names. Nothing outside the folder is ever listed: a name with a path in it is refused.
struct WeightFiles
{
    std::vector<std::filesystem::path> paths;
    std::string what;                 ///< names them together in a sentence
    /// Name of every tensor that the index promises, and which of `paths` holds it; empty for a single file.
    std::vector<std::pair<std::string, std::size_t>> promised;
};

/// Nothing where the folder has neither file.
[[nodiscard]] Result<std::optional<WeightFiles>> findWeightFiles(const std::filesystem::path& folder);

/// Opens them all and reads their headers; the tensors are read when they are asked for. Errors: a file that cannot be read,
/// a tensor that the index promises and its file lacks, the same tensor in two files.
[[nodiscard]] Result<TensorStore> openWeightFiles(const WeightFiles& files);

} // namespace hl
