#include "core/text/words.h"

#include <string_view>

namespace hl {

std::vector<WordSpan> wordSpans(const Tokens& tokens)
{
    std::vector<WordSpan> out;
    for (int i = 0; i < static_cast<int>(tokens.size()); ++i) {
        const Token& token = tokens[static_cast<std::size_t>(i)];
        const bool alone = token.isSpecial || token.word < 0;
        const bool continues = i > 0 && !alone &&
                               token.word == tokens[static_cast<std::size_t>(i) - 1].word &&
                               token.sequence == tokens[static_cast<std::size_t>(i) - 1].sequence && !out.back().isSpecial;
        if (continues)
            out.back().last = i + 1;
        else
            out.push_back({i, i + 1, token.segment, alone});
    }
    return out;
}

std::string textOfWord(const Tokens& tokens, const WordSpan& word)
{
    std::string text;
    for (int i = word.first; i < word.last; ++i) {
        const Token& token = tokens[static_cast<std::size_t>(i)];
        if (token.parts == 1) {
            text += token.text;
            continue;
        }
        if (token.part > 0)
            continue;
        text += token.text.substr(0, token.text.rfind("¹⁄")); // shown with "first of several"
    }
    for (const std::string_view space : {"▁", "␣"}) { // a piece of its own before the letters
        if (text.size() > space.size() && text.starts_with(space))
            text.erase(0, space.size());
    }
    return text;
}

} // namespace hl
