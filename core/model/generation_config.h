#pragma once

#include "core/base/config_reader.h"
#include "core/model/generation_spec.h"

#include <string>

namespace hl {

/// Reads how a text is continued: decoder_start_token_id, forced_bos_token_id, forced_decoder_ids, eos_token_id (one id or
/// several), suppress_tokens, begin_suppress_tokens, bad_words_ids, repetition_penalty, no_repeat_ngram_size and min_length. Ids
/// are checked to be ids of a vocabulary of this size; others are left out, as a prediction can never be one of them.
[[nodiscard]] Result<GenerationSpec> readGeneration(const ConfigReader& config, int vocabulary);

/// Keys that change the reference's greedy continuation and are not kept here, "num_beams, forced_eos_token_id"; "" for none.
[[nodiscard]] std::string unkeptRules(const ConfigReader& config);

} // namespace hl
