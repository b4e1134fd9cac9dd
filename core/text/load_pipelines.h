#pragma once

#include "core/base/error.h"
#include "core/text/tokenizer.h"
#include "core/text/tokenizer_settings.h"

#include <filesystem>
#include <memory>

namespace hl {

/// True for the classes that loadPipeline reads.
[[nodiscard]] bool isPipelineClass(const TokenizerSettings& settings);

/// Tokenizers whose conventions are written out here because their folder has no tokenizer.json: Qwen2, Whisper,
/// DeBERTa and openai-gpt from vocab.json and merges.txt, MPNet from vocab.txt.
[[nodiscard]] Result<std::shared_ptr<const Tokenizer>> loadPipeline(const std::filesystem::path& folder,
                                                                    const TokenizerSettings& settings);

} // namespace hl
