#pragma once

#include "core/base/stored_type.h"
#include "core/model/model.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

/// The toy model with some of its weights made strange, as a folder on the disk.
namespace strangeWeights {

struct Strange
{
    const char* name;
    /// The new value of a number: the tensor's name, the number's index in it, its value.
    std::function<double(const std::string& tensor, std::size_t index, double value)> change;
    hl::StoredType type = hl::StoredType::F32;
    bool isCounted = false; ///< opening it says how many weights are not finite
};

[[nodiscard]] const std::vector<Strange>& all();

/// Writes the folder "strange" in `directory` and opens it.
[[nodiscard]] hl::Result<std::shared_ptr<const hl::Model>> write(const Strange& strange, const std::filesystem::path& directory);

} // namespace strangeWeights
