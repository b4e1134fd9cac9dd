#pragma once

#include "core/base/error.h"
#include "core/text/tokenizer.h"
#include "core/text/tokenizer_settings.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace hl {

/// The file in a folder that holds a SentencePiece model: tokenizer.model, spiece.model, spm.model,
/// sentencepiece.bpe.model or source.spm.
[[nodiscard]] std::optional<std::filesystem::path> findSentencePieceFile(const std::filesystem::path& folder);

/// The tokenizer of a folder with a SentencePiece model, with the conventions of the class that the settings name (T5,
/// LLaMA, Gemma, ALBERT, XLNet, mBART, XLM-RoBERTa, DeBERTa-v2, Marian): ids, special tokens, what is done to the text
/// before. Other classes are refused by name. Hugging Face's Python tokenizers are the reference.
[[nodiscard]] Result<std::shared_ptr<const Tokenizer>> loadSentencePiece(const std::filesystem::path& folder,
                                                                         const std::filesystem::path& file,
                                                                         const TokenizerSettings& settings);

} // namespace hl
