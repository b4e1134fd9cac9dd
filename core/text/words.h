#pragma once

#include "core/text/token.h"

#include <vector>

namespace hl {

/// Tokens [first, last) that make one word.
struct WordSpan
{
    int first = 0;
    int last = 0;
    int segment = 0;
    bool isSpecial = false; ///< one token that stands for no typed word ([CLS], <s>)
};

/// Groups tokens to words; the spans tile the tokens in order. Rule: neighbours belong to one word if the
/// tokenizer gave them the same word number (what its pre-tokenizer had kept together: GPT-2's " don" "'t"
/// are two, BERT splits at punctuation and Han characters; SentencePiece does not cut, there a piece that starts with
/// "▁" begins a word) in the same text; a special token stands alone.
[[nodiscard]] std::vector<WordSpan> wordSpans(const Tokens& tokens);

/// A word as people read it: its pieces side by side, a character that several tokens share once.
[[nodiscard]] std::string textOfWord(const Tokens& tokens, const WordSpan& word);

} // namespace hl
