#include "core/text/unicode.h"

#include <array>
#include <cstdio>

#include <utf8proc.h>

namespace hl {

namespace {

void appendCode(std::string& out, char32_t value)
{
    std::array<char, 24> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "⟨U+%04X⟩", static_cast<unsigned>(value));
    out += buffer.data();
}

bool isNoncharacter(char32_t value)
{
    return (value >= 0xFDD0 && value <= 0xFDEF) || (value & 0xFFFE) == 0xFFFE;
}

/// Joiners, emoji tags and the visible number signs of category Cf stay: they belong to what is drawn.
bool isInvisible(char32_t value)
{
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(value))) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return true;
    default:
        break;
    }
    return value == 0xAD || value == 0x61C || value == 0x180E || value == 0x200B || value == 0x200E ||
           value == 0x200F || (value >= 0x202A && value <= 0x202E) || (value >= 0x2060 && value <= 0x206F) ||
           value == 0xFEFF || (value >= 0xFFF9 && value <= 0xFFFB) || value == 0xE0001 ||
           isNoncharacter(value);
}

void appendDisplayed(std::string& out, char32_t value)
{
    if (value == 0)
        appendUtf8(out, 0x2400);
    else if (isInvisible(value))
        appendCode(out, value);
    else
        appendUtf8(out, value);
}

} // namespace

std::string displayText(std::string_view text)
{
    std::string out;
    for (const CodePoint& c : codePoints(text))
        appendDisplayed(out, c.value);
    return out;
}

std::string displayBytes(std::string_view bytes)
{
    std::string out;
    for (const CodePoint& c : codePoints(bytes)) {
        const std::string_view typed = bytes.substr(c.begin, c.end - c.begin);
        if (c.value != 0xFFFD || typed == "\uFFFD") {
            appendDisplayed(out, c.value);
            continue;
        }
        for (const char byte : typed) { // an incomplete character
            std::array<char, 8> buffer{};
            std::snprintf(buffer.data(), buffer.size(), "<%02X>",
                          static_cast<unsigned>(static_cast<unsigned char>(byte)));
            out += buffer.data();
        }
    }
    return out;
}

} // namespace hl
