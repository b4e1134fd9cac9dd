#pragma once

#include "core/base/error.h"
#include "core/text/tokenizer.h"

#include <filesystem>
#include <memory>

namespace hl {

/// The tokenizer of a model's folder: vocab.json with merges.txt is GPT-2's or RoBERTa's byte-level BPE,
/// vocab.txt is BERT's WordPiece; tokenizer_config.json and the files beside it give the options. Tokenizers
/// of other classes are refused by name.
[[nodiscard]] Result<std::shared_ptr<const Tokenizer>> loadTokenizer(const std::filesystem::path& folder);

} // namespace hl
