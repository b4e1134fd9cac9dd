#pragma once

#include "core/model_folder.h"

#include <vector>

/// Tiny folders in the layout of the families that continue a text, d_model 8, without a head.
namespace causalFolders {

/// "gpt2", "llama", "mistral", "qwen2", "gemma", "bloom", "falcon", "gpt_neo", "gpt_neox", "gptj", "opt", "opt-narrow" (whose words
/// have rows of 4 numbers, as the 350 M size has them), "phi" and "openai-gpt".
[[nodiscard]] const std::vector<const char*>& names();
[[nodiscard]] bool has(const std::string& family);

[[nodiscard]] ModelFolder bare(const std::string& family);

/// A layer as torch keeps it: weight [out, in] and, unless it has none, bias [out].
void linear(ModelFolder& made, const std::string& name, std::int64_t in, std::int64_t out, bool hasBias = true);

/// What the family's names of architectures begin with: "GPTNeoX".
[[nodiscard]] std::string className(const std::string& family);
/// Where its head of classes for each token is; "" where it has none.
[[nodiscard]] std::string tokenScores(const std::string& family);

} // namespace causalFolders
