#include "core/text/characters.h"

#include "core/text/unicode.h"

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

bool isContinuation(std::string_view text, int at)
{
    return at > 0 && at < static_cast<int>(text.size()) &&
           (static_cast<unsigned char>(text[static_cast<std::size_t>(at)]) & 0xC0) == 0x80;
}

/// Bytes of the whole characters that a range touches.
std::string_view whole(std::string_view text, const Token& token)
{
    int begin = token.begin;
    int end = token.end;
    while (isContinuation(text, begin))
        --begin;
    while (isContinuation(text, end))
        ++end;
    return text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

int wholeEnd(std::string_view text, const Token& token)
{
    const std::string_view characters = whole(text, token);
    return static_cast<int>(characters.data() - text.data() + static_cast<std::ptrdiff_t>(characters.size()));
}

} // namespace

std::vector<CharacterSpan> characterSpans(const Tokens& tokens)
{
    std::vector<CharacterSpan> out;
    for (int i = 0; i < static_cast<int>(tokens.size()); ++i) {
        if (tokens[static_cast<std::size_t>(i)].part > 0 && !out.empty())
            out.back().last = i + 1;
        else
            out.push_back({i, i + 1});
    }
    return out;
}

void nameSharedCharacters(Tokens& tokens, std::string_view first, std::string_view second,
                          const std::function<bool(const Token&)>& isBroken)
{
    const auto textOf = [&](const Token& token) { return token.sequence == 0 ? first : second; };
    for (std::size_t i = 0; i < tokens.size();) {
        std::size_t last = i + 1;
        while (last < tokens.size() && isBroken(tokens[last - 1]) && isBroken(tokens[last]) &&
               tokens[last].word == tokens[i].word && tokens[last].sequence == tokens[i].sequence &&
               tokens[last].begin < wholeEnd(textOf(tokens[i]), tokens[last - 1]))
            ++last;
        const int parts = static_cast<int>(last - i);
        for (int part = 0; parts > 1 && part < parts; ++part, ++i) {
            std::string_view shared = whole(textOf(tokens[i]), tokens[i]);
            while (shared.starts_with(' '))
                shared.remove_prefix(1);
            tokens[i].part = part;
            tokens[i].parts = parts;
            tokens[i].text = displayText(shared) + fraction(part + 1, parts);
        }
        i = last;
    }
}

} // namespace hl
