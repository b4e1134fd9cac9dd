#pragma once

#include "core/model/model.h"

#include <filesystem>
#include <memory>

namespace bench {

inline constexpr int layers = 12;
inline constexpr int dModel = 768;
inline constexpr int heads = 12;
inline constexpr int vocabulary = 50257;
inline constexpr int positions = 1024;

/// A model of GPT-2 small's size. Weights from the file named by the environment's W, float32 in this order: token table,
/// position table; for each layer norm 1, query-key-value [d, 3 d], output [d, d], norm 2, first [d, 4 d] and second
/// [4 d, d] feed-forward layer; last norm (each with its bias behind it). Random numbers where W is not set.
/// Says why and ends the program where it cannot.
[[nodiscard]] std::shared_ptr<const hl::Model> gpt2SmallOrExit();

/// The same as a folder that can be opened: config.json and model.safetensors (497 MB).
void writeGpt2FolderOrExit(const std::filesystem::path& folder);

} // namespace bench
