#pragma once

namespace hl {

// The reference of tokenizer.json has tables of its own for some properties, and they are old: Unicode 8 for the cleaning
// of BERT and for punctuation, Unicode 9 for accents and normal forms. A mark that came later is no mark to it.

/// True if a mark, a sign of punctuation, a format, or a character that decomposes came after Unicode 9. Other characters
/// may give either.
[[nodiscard]] bool isAfterUnicode9(char32_t value);

[[nodiscard]] bool isMarkOfUnicode9(char32_t value);           ///< M*
[[nodiscard]] bool isNonspacingMarkOfUnicode8(char32_t value); ///< Mn
[[nodiscard]] bool isPunctuationOfUnicode8(char32_t value);    ///< P*
[[nodiscard]] bool isControlOfUnicode8(char32_t value);        ///< C* but unassigned ones

} // namespace hl
