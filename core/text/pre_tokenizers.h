#pragma once

#include "core/text/aligned_text.h"
#include "core/text/pattern.h"

#include <functional>
#include <string>
#include <vector>

namespace hl {

/// Cuts a normalised text into the words that the model then splits into pieces.
using PreTokenizer = std::function<std::vector<AlignedText>(const AlignedText&)>;

/// When Metaspace puts its mark in front.
enum class PrependScheme
{
    Always,
    First, ///< only where the typed text begins
    Never,
};

/// Space becomes `mark`, which also goes in front; cut before every mark if `splits`.
[[nodiscard]] PreTokenizer metaspace(const std::string& mark, PrependScheme scheme, bool splits);
/// GPT-2's: a space in front if wanted, cut by kGpt2Pattern if wanted, bytes as letters.
[[nodiscard]] Result<PreTokenizer> byteLevel(bool addPrefixSpace, bool usesRegex);
/// Cut at white space, which goes, and around every sign.
[[nodiscard]] PreTokenizer bertWords();
/// Runs of word characters and runs of others; white space goes.
[[nodiscard]] PreTokenizer wordRuns();
[[nodiscard]] PreTokenizer whitespaceSplit();
[[nodiscard]] PreTokenizer punctuation(CutBehaviour behaviour);
[[nodiscard]] PreTokenizer digits(bool areSingle);
/// Cut where the script changes; kana count as Han, spaces as what stands before them.
[[nodiscard]] Result<PreTokenizer> unicodeScripts();
[[nodiscard]] PreTokenizer splitAt(Pattern pattern, CutBehaviour behaviour);
[[nodiscard]] PreTokenizer sequence(std::vector<PreTokenizer> parts);

} // namespace hl
