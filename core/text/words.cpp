#include "core/text/words.h"

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

} // namespace hl
