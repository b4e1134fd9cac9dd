#pragma once

#include "core/base/config_reader.h"
#include "core/model/generation_spec.h"

namespace hl {

/// Reads how a text is continued: decoder_start_token_id, forced_bos_token_id, forced_decoder_ids, eos_token_id (one id or
/// several), suppress_tokens, begin_suppress_tokens, and those of bad_words_ids that are one token. Ids are checked to be ids
/// of a vocabulary of this size; others are left out, as a prediction can never be one of them.
[[nodiscard]] Result<GenerationSpec> readGeneration(const ConfigReader& config, int vocabulary);

} // namespace hl
