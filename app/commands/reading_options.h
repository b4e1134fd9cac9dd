#pragma once

#include "app/commands/options.h"
#include "core/analysis/reading.h"

namespace hl {

inline constexpr OptionInfo wordsOption{"--words", "", "attention weights between words: the sum over a key's pieces, the mean over a query's"};
inline constexpr OptionInfo specialsOption{"--specials", "HOW", "tokens that the tokenizer added: shown (unless given), hidden, or renormalised (hidden, and each row divided by what is left)"};
inline constexpr OptionInfo aggregateOption{"--aggregate", "HOW", "several heads in one: mean, max or entropy (weighed by it) of the layer's heads; mean-all, max-all, entropy-all of all layers'"};

/// How --words, --specials and --aggregate read attention weights; plain if none is given.
[[nodiscard]] tl::expected<PatternReading, UsageError> readReading(const Options& options);

} // namespace hl
