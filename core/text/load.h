#pragma once

#include "core/base/error.h"
#include "core/text/tokenizer.h"

#include <filesystem>
#include <memory>

namespace hl {

/// The tokenizer of a model's folder. tokenizer.json says everything and comes first; then a SentencePiece model,
/// vocab.json with merges.txt (byte-pair encoding), and vocab.txt (WordPiece), read by the conventions of the class that
/// tokenizer_config.json or config.json names. Classes that are not known are refused by name.
[[nodiscard]] Result<std::shared_ptr<const Tokenizer>> loadTokenizer(const std::filesystem::path& folder);

/// True if a folder has a file that loadTokenizer would read or miss another one beside.
[[nodiscard]] bool hasTokenizerFiles(const std::filesystem::path& folder);

} // namespace hl
