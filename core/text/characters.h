#pragma once

#include "core/text/token.h"

#include <functional>
#include <string_view>
#include <vector>

namespace hl {

/// Tokens [first, last) that share characters of the text: the pieces of "爱" in a vocabulary that has only its
/// bytes. One token for whatever is a token of its own.
struct CharacterSpan
{
    int first = 0;
    int last = 0;
};

/// Groups tokens to characters by their part numbers; the spans tile the tokens in order.
[[nodiscard]] std::vector<CharacterSpan> characterSpans(const Tokens& tokens);

/// Gives the tokens that are bytes of one character its picture as their text, with their number ("爱¹⁄₃"), instead of
/// broken bytes, and fills in part and parts. Rule: neighbours of one word belong together if both are bytes that make
/// no whole characters (`isBroken`) and the next one begins inside a character of the one before. `texts` are those the
/// tokens were made from, by Token::sequence.
void nameSharedCharacters(Tokens& tokens, std::string_view first, std::string_view second,
                          const std::function<bool(const Token&)>& isBroken);

} // namespace hl
