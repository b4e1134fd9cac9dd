#include "core/text/special_tokens.h"

#include "core/text/unicode.h"

#include <algorithm>
#include <functional>

namespace hl {

namespace {

/// First byte of the white space that ends at `end` and does not start before `from`.
int spaceBegin(std::string_view text, int from, int end)
{
    while (end > from) {
        int begin = end - 1;
        while (begin > from && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80)
            --begin;
        if (!isWhitespace(codePointAt(text, begin).value))
            break;
        end = begin;
    }
    return end;
}

int spaceEnd(std::string_view text, int begin)
{
    while (begin < static_cast<int>(text.size())) {
        const CodePoint next = codePointAt(text, begin);
        if (!isWhitespace(next.value))
            break;
        begin = next.end;
    }
    return begin;
}

/// True if text[begin, end) stands alone.
bool isWord(std::string_view text, int begin, int end)
{
    if (end < static_cast<int>(text.size()) && isWordCharacter(codePointAt(text, end).value))
        return false;
    int before = begin - 1;
    while (before > 0 && (static_cast<unsigned char>(text[static_cast<std::size_t>(before)]) & 0xC0) == 0x80)
        --before;
    return before < 0 || !isWordCharacter(codePointAt(text, before).value);
}

} // namespace

SpecialTokens::SpecialTokens(std::vector<SpecialToken> tokens)
{
    for (SpecialToken& token : tokens) {
        if (token.content.empty() || !m_index.emplace(token.content, m_tokens.size()).second)
            continue;
        auto& lengths = m_lengths[static_cast<unsigned char>(token.content.front())];
        const auto place =
            std::lower_bound(lengths.begin(), lengths.end(), token.content.size(), std::greater<>());
        if (place == lengths.end() || *place != token.content.size())
            lengths.insert(place, token.content.size());
        m_tokens.push_back(std::move(token));
    }
}

const SpecialToken* SpecialTokens::find(std::string_view content) const
{
    const auto found = m_index.find(std::string(content));
    return found == m_index.end() ? nullptr : &m_tokens[found->second];
}

const SpecialToken* SpecialTokens::longestAt(std::string_view text) const
{
    for (const std::size_t length : m_lengths[static_cast<unsigned char>(text.front())])
        if (length <= text.size())
            if (const SpecialToken* token = find(text.substr(0, length)))
                return token;
    return nullptr;
}

std::vector<TextPart> SpecialTokens::split(std::string_view text) const
{
    std::vector<TextPart> out;
    const int size = static_cast<int>(text.size());
    int plain = 0; // start of the text not yet given out
    for (int at = 0; at < size;) {
        const SpecialToken* token = longestAt(text.substr(at));
        if (!token) {
            ++at;
            continue;
        }
        const int contentEnd = at + static_cast<int>(token->content.size());
        if (token->isSingleWord && !isWord(text, at, contentEnd)) {
            at = contentEnd;
            continue;
        }
        const int begin = token->takesSpaceBefore ? spaceBegin(text, plain, at) : at;
        int end = contentEnd;
        if (token->takesSpaceAfter)
            end = spaceEnd(text, end);
        if (begin > plain)
            out.push_back({plain, begin, nullptr});
        out.push_back({begin, end, token});
        plain = at = end;
    }
    if (plain < size)
        out.push_back({plain, size, nullptr});
    return out;
}

} // namespace hl
