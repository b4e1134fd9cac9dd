#pragma once

#include "core/text/decoders.h"
#include "core/text/json_part.h"
#include "core/text/normalizers.h"
#include "core/text/post_processors.h"
#include "core/text/pre_tokenizers.h"

namespace hl {

/// The parts of a tokenizer.json made to work. An absent part is an empty function. Types that are not known are
/// refused by name.
[[nodiscard]] Result<Normalizer> makeNormalizer(const JsonPart& part);
[[nodiscard]] Result<PreTokenizer> makePreTokenizer(const JsonPart& part);
[[nodiscard]] Result<PostProcessor> makePostProcessor(const JsonPart& part);
[[nodiscard]] Result<Decoder> makeDecoder(const JsonPart& part);

/// {"String": "x"}, {"Regex": "x"} or "x".
[[nodiscard]] Result<Pattern> makePattern(const JsonPart& part, const char* name);

} // namespace hl
