#pragma once

#include "core/text/aligned_text.h"

#include <vector>

namespace hl {

enum class UnicodeForm
{
    Nfc,
    Nfd,
    Nfkc,
    Nfkd,
};

/// The text in a normal form (annex 15) of Unicode 9, see unicode_history.h. A character that becomes several gives them all its alignment;
/// one that takes marks in keeps its own.
void toUnicodeForm(AlignedText& text, UnicodeForm form);

/// Ends of the grapheme clusters (annex 29, extended) of `text`, as indices of its characters.
[[nodiscard]] std::vector<int> graphemeEnds(const std::vector<AlignedChar>& text);

} // namespace hl
