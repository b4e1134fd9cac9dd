#pragma once

#include "core/text/word_tokenizer.h"

namespace hl {

/// The words the built-in models know, English and Chinese; everything else is spelled in bytes.
[[nodiscard]] WordVocabulary builtinVocabulary();

} // namespace hl
