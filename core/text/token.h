#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hl {

using TokenId = std::int32_t;

/// One token of a text and where it came from.
struct Token
{
    TokenId id = 0;
    std::string piece;      ///< as the vocabulary names it ("Ġthe", "##ing"), UTF-8
    std::string text;       ///< as shown to people: decoded, valid UTF-8, never "Ġ" or half a character
    int begin = 0;          ///< [begin, end) in bytes of the text it was made from; begin == end for tokens
    int end = 0;            ///< that stand for no text ([CLS], <s>)
    int segment = 0;        ///< the token type that the model reads: 0 first text, 1 second text of a pair (BERT)
    bool isSpecial = false; ///< added by the tokenizer, not typed
    int word = -1;          ///< index of the word this token is a piece of; -1 for special tokens
    int sequence = 0;       ///< which text it was made from: 0 first, 1 second text of a pair
    int part = 0;           ///< of the tokens that share one character, which one this is; see characters.h
    int parts = 1;          ///< how many tokens share that character
};

using Tokens = std::vector<Token>;

} // namespace hl
