#pragma once

#include "core/text/token.h"

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// Tokens of the texts of one input, a list a text until a template joins them.
struct Encoded
{
    std::vector<Tokens> parts;
    std::array<std::string_view, 2> texts; ///< by Token::sequence
    bool addsSpecial = true;               ///< special tokens are wanted
};

/// What is done to the tokens at the end: the special tokens around them, the spaces at the ends of their ranges.
using PostProcessor = std::function<void(Encoded&)>;

/// A special token of a template: one or more ids with their names.
struct TemplateToken
{
    std::vector<TokenId> ids;
    std::vector<std::string> pieces;
};

/// One place of a template: a text, or special tokens.
struct TemplatePlace
{
    int sequence = -1;   ///< 0 or 1 for a text; -1 for special tokens
    TemplateToken token; ///< if no text
    int type = 0;        ///< token type of all that stands here
    bool isOnce = false; ///< special tokens that the text before does not get if it already ends with them (T5)
};

[[nodiscard]] PostProcessor templateProcessor(std::vector<TemplatePlace> single, std::vector<TemplatePlace> pair);
/// Everything is of type 0 (RoBERTa).
[[nodiscard]] PostProcessor withoutTypes();
/// White space at the ends of a token belongs to no token. `keepsFirst`: a single space that leads the first token was
/// added by the tokenizer, nothing is cut off for it.
[[nodiscard]] PostProcessor trimOffsets(bool keepsFirst);
[[nodiscard]] PostProcessor sequence(std::vector<PostProcessor> parts);

} // namespace hl
