#include "core/text/characters.h"

#include "core/text/unicode.h"

#include <algorithm>
#include <array>

namespace hl {

namespace {

std::string fraction(int part, int parts)
{
    constexpr std::array raised{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    constexpr std::array lowered{"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};
    std::string out;
    for (const char digit : std::to_string(part))
        out += raised[static_cast<std::size_t>(digit - '0')];
    out += "⁄";
    for (const char digit : std::to_string(parts))
        out += lowered[static_cast<std::size_t>(digit - '0')];
    return out;
}

} // namespace

std::vector<CharacterSpan> characterSpans(const Tokens& tokens)
{
    std::vector<CharacterSpan> out;
    int end = 0; // of the characters of the last span
    for (int i = 0; i < static_cast<int>(tokens.size()); ++i) {
        const Token& token = tokens[static_cast<std::size_t>(i)];
        const Token* before = i > 0 ? &tokens[static_cast<std::size_t>(i) - 1] : nullptr;
        const bool shares = before && !before->isSpecial && !token.isSpecial && before->sequence == token.sequence &&
                            before->word == token.word && token.begin < end && token.begin < token.end &&
                            token.begin >= before->begin && before->begin < before->end;
        if (shares) {
            out.back().last = i + 1;
            end = std::max(end, token.end);
        } else {
            out.push_back({i, i + 1});
            end = token.end;
        }
    }
    return out;
}

void nameSharedCharacters(Tokens& tokens, std::string_view first, std::string_view second)
{
    for (const CharacterSpan& span : characterSpans(tokens)) {
        const int parts = span.last - span.first;
        for (int i = 0; parts > 1 && i < parts; ++i) {
            Token& token = tokens[static_cast<std::size_t>(span.first + i)];
            const std::string_view text = token.sequence == 0 ? first : second;
            std::string_view shared = text.substr(static_cast<std::size_t>(token.begin),
                                                  static_cast<std::size_t>(token.end - token.begin));
            while (shared.starts_with(' '))
                shared.remove_prefix(1);
            token.part = i;
            token.parts = parts;
            token.text = displayText(shared) + fraction(i + 1, parts);
        }
    }
}

} // namespace hl
