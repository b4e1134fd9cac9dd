#pragma once

#include "core/text/pipeline.h"
#include "core/text/tokenizer_settings.h"

namespace hl {

/// Says which pieces begin and end a text and which one is the mask: those the small files name, else those with one
/// of the usual names.
void addRoles(const TokenizerSettings& settings, PipelineParts& parts);

} // namespace hl
