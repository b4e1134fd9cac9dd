#include "core/text/post_processors.h"

#include "core/text/aligned_text.h"
#include "core/text/byte_letters.h"
#include "core/text/unicode.h"

#include <algorithm>

namespace hl {

namespace {

bool isSpaceLetter(char32_t value)
{
    return value == byteLetter(' ') || isWhitespace(value);
}

int forward(std::string_view text, int at, int count, int end)
{
    for (; count > 0 && at < end; --count)
        at = codePointAt(text, at).end;
    return std::min(at, end);
}

int backward(std::string_view text, int at, int count, int begin)
{
    for (; count > 0 && at > begin; --count) {
        --at;
        while (at > begin && (static_cast<unsigned char>(text[static_cast<std::size_t>(at)]) & 0xC0) == 0x80)
            --at;
    }
    return at;
}

void trim(Token& token, std::string_view text, bool keepsLeading)
{
    const std::u32string letters = toUtf32(token.piece);
    const auto first = std::find_if_not(letters.begin(), letters.end(), isSpaceLetter);
    const auto last = std::find_if_not(letters.rbegin(), letters.rend(), isSpaceLetter);
    int leading = static_cast<int>(first - letters.begin());
    const int trailing = static_cast<int>(last - letters.rbegin());
    if (keepsLeading && leading == 1) // of several the tokenizer added none
        leading = 0;
    token.begin = forward(text, token.begin, leading, token.end);
    token.end = backward(text, token.end, trailing, token.begin);
}

void addSpecial(const TemplatePlace& place, int at, int sequence, Tokens& out)
{
    for (std::size_t i = 0; i < place.token.ids.size(); ++i) {
        Token token;
        token.id = place.token.ids[i];
        token.piece = place.token.pieces[i];
        token.text = displayText(token.piece);
        token.begin = token.end = at;
        token.segment = place.type;
        token.sequence = sequence;
        token.isSpecial = true;
        out.push_back(std::move(token));
    }
}

} // namespace

PostProcessor templateProcessor(std::vector<TemplatePlace> single, std::vector<TemplatePlace> pair)
{
    return [single = std::move(single), pair = std::move(pair)](Encoded& encoded) {
        Tokens out;
        int at = 0;
        int sequence = 0;
        for (const TemplatePlace& place : encoded.parts.size() > 1 ? pair : single) {
            if (place.sequence < 0) {
                const bool isThere = place.isOnce && !out.empty() && out.back().id == place.token.ids.back();
                if (encoded.addsSpecial && !isThere)
                    addSpecial(place, at, sequence, out);
                continue;
            }
            if (place.sequence >= static_cast<int>(encoded.parts.size()))
                continue;
            sequence = place.sequence;
            at = 0;
            for (Token token : encoded.parts[static_cast<std::size_t>(place.sequence)]) {
                token.segment = place.type;
                at = token.end;
                out.push_back(std::move(token));
            }
        }
        encoded.parts = {std::move(out)};
    };
}

PostProcessor withoutTypes()
{
    return [](Encoded& encoded) {
        for (Tokens& part : encoded.parts)
            for (Token& token : part)
                token.segment = 0;
    };
}

PostProcessor trimOffsets(bool keepsFirst)
{
    return [keepsFirst](Encoded& encoded) {
        for (Tokens& part : encoded.parts) {
            bool isFirst = true;
            for (Token& token : part) {
                const bool keepsLeading = keepsFirst && (isFirst || token.begin == 0);
                isFirst = false;
                if (!token.isSpecial)
                    trim(token, encoded.texts[token.sequence == 0 ? 0 : 1], keepsLeading);
            }
        }
    };
}

PostProcessor sequence(std::vector<PostProcessor> parts)
{
    return [parts = std::move(parts)](Encoded& encoded) {
        for (const PostProcessor& part : parts)
            part(encoded);
    };
}

} // namespace hl
