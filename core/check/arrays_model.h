#pragma once

#include "core/check/read_given.h"
#include "core/model/model.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace hl {

/// True if this names a file of arrays, which is shown as one attention call, and no part of a model's folder.
[[nodiscard]] bool isArraysFile(const std::filesystem::path& path);

/// One attention call from someone's numbers, named as `headlight check` takes them: Q and K, or scores or weights; V, a mask
/// and W_O where they are there; and the words of the tokens (tokens, query_tokens, key_tokens). What was not given and does
/// not follow from it is absent. Conventions that are not given are those with which the numbers agree; the notes say them.
/// Errors name the array, its shape and the expected one, or say what is missing.
[[nodiscard]] Result<std::shared_ptr<const Model>> modelOfArrays(const GivenArrays& arrays, std::string name);

/// The same from a file, which gives the name.
[[nodiscard]] Result<std::shared_ptr<const Model>> openArrays(const std::filesystem::path& path);

} // namespace hl
