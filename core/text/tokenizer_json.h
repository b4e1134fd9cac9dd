#pragma once

#include "core/base/error.h"
#include "core/text/tokenizer.h"
#include "core/text/tokenizer_settings.h"

#include <memory>
#include <string>
#include <string_view>

namespace hl {

/// The tokenizer that the text of a tokenizer.json describes (Hugging Face `tokenizers`); `settings` are the small
/// files beside it, `what` names the file in sentences. Truncation and padding, which only a training program asks
/// for, do not count.
[[nodiscard]] Result<std::shared_ptr<const Tokenizer>>
makeTokenizerFromJson(std::string_view text, const TokenizerSettings& settings, const std::string& what);

} // namespace hl
