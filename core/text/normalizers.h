#pragma once

#include "core/text/aligned_text.h"
#include "core/text/charsmap.h"
#include "core/text/pattern.h"
#include "core/text/unicode_forms.h"

#include <functional>
#include <string>
#include <vector>

namespace hl {

/// What is done to a text before it is cut: lower case, accents, spaces. Works on the aligned text, so that every
/// token still knows what was typed.
using Normalizer = std::function<void(AlignedText&)>;

/// How BERT cleans a text; see bertNormalizer.
struct BertCleaning
{
    bool cleanText = true;            ///< drop controls, make every white space " "
    bool spaceHan = true;             ///< a space on both sides of every Han character
    std::optional<bool> stripAccents; ///< absent: as lowerCase
    bool lowerCase = true;
};

[[nodiscard]] Normalizer bertNormalizer(const BertCleaning& cleaning);
[[nodiscard]] Normalizer unicodeForm(UnicodeForm form);
[[nodiscard]] Normalizer lowerCase();
/// All marks (category M) go; the text should be decomposed.
[[nodiscard]] Normalizer stripAccents();
/// White space at the ends goes.
[[nodiscard]] Normalizer strip(bool atBegin, bool atEnd);
[[nodiscard]] Normalizer replace(Pattern pattern, const std::string& content);
[[nodiscard]] Normalizer prepend(const std::string& text);
/// Controls go and unusual white space becomes " " (the "nmt" rules of SentencePiece).
[[nodiscard]] Normalizer nmt();
/// Every grapheme cluster of less than six bytes, else each of its characters, is replaced if the table has it.
[[nodiscard]] Normalizer precompiled(Charsmap charsmap);
/// Every byte becomes its letter of GPT-2's byte alphabet.
[[nodiscard]] Normalizer byteLetters();
[[nodiscard]] Normalizer sequence(std::vector<Normalizer> parts);

} // namespace hl
