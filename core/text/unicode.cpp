#include "core/text/unicode.h"

#include "core/text/newer_characters.h"

#include <algorithm>
#include <array>

#include <utf8proc.h>

namespace hl {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Decoded
{
    char32_t value;
    int length;
    bool ok;
};

int category(char32_t value)
{
    return value > 0x10FFFF ? UTF8PROC_CATEGORY_CN : utf8proc_category(static_cast<utf8proc_int32_t>(value));
}

/// Reads one code point, or the maximal subpart of an ill-formed one (table 3-7 of the Unicode standard).
Decoded decodeAt(std::string_view text, std::size_t at)
{
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80)
        return {lead, 1, true};
    int following = 0;
    unsigned low = 0x80; // range of the second byte
    unsigned high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
        following = 1;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        following = 2;
        low = lead == 0xE0 ? 0xA0 : 0x80;
        high = lead == 0xED ? 0x9F : 0xBF;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        following = 3;
        low = lead == 0xF0 ? 0x90 : 0x80;
        high = lead == 0xF4 ? 0x8F : 0xBF;
    } else {
        return {kReplacement, 1, false};
    }
    char32_t value = lead & (0x3Fu >> following);
    for (int i = 1; i <= following; ++i) {
        if (at + i >= text.size())
            return {kReplacement, i, false};
        const auto byte = static_cast<unsigned char>(text[at + i]);
        if (byte < low || byte > high)
            return {kReplacement, i, false};
        value = (value << 6) | (byte & 0x3Fu);
        low = 0x80;
        high = 0xBF;
    }
    return {value, following + 1, true};
}

} // namespace

bool isValidUtf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const Decoded next = decodeAt(text, at);
        if (!next.ok)
            return false;
        at += next.length;
    }
    return true;
}

std::string sanitise(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Decoded next = decodeAt(text, at);
        if (next.ok)
            out.append(text.substr(at, next.length));
        else
            appendUtf8(out, kReplacement);
        at += next.length;
    }
    return out;
}

CodePoint codePointAt(std::string_view text, int at)
{
    const Decoded next = decodeAt(text, static_cast<std::size_t>(at));
    return {next.value, at, at + next.length};
}

std::vector<CodePoint> codePoints(std::string_view text)
{
    std::vector<CodePoint> out;
    out.reserve(text.size());
    for (int at = 0; at < static_cast<int>(text.size()); at = out.back().end)
        out.push_back(codePointAt(text, at));
    return out;
}

void appendUtf8(std::string& out, char32_t value)
{
    if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        value = kReplacement;
    if (value < 0x80) {
        out += static_cast<char>(value);
    } else if (value < 0x800) {
        out += static_cast<char>(0xC0 | (value >> 6));
        out += static_cast<char>(0x80 | (value & 0x3F));
    } else if (value < 0x10000) {
        out += static_cast<char>(0xE0 | (value >> 12));
        out += static_cast<char>(0x80 | ((value >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (value & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (value >> 18));
        out += static_cast<char>(0x80 | ((value >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((value >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (value & 0x3F));
    }
}

std::string toUtf8(char32_t value)
{
    std::string out;
    appendUtf8(out, value);
    return out;
}

std::size_t utf8Length(char32_t value)
{
    return value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 || value > 0x10FFFF ? 3 : 4;
}

OffsetMap::OffsetMap(std::string_view text)
{
    for (int at = 0; at < static_cast<int>(text.size()); at = codePointAt(text, at).end)
        m_starts.push_back(at);
    m_starts.push_back(static_cast<int>(text.size()));
}

int OffsetMap::codePointOf(int byte) const
{
    return static_cast<int>(std::lower_bound(m_starts.begin(), m_starts.end(), byte) - m_starts.begin());
}

int OffsetMap::byteOf(int codePoint) const
{
    const int last = static_cast<int>(m_starts.size()) - 1;
    return m_starts[static_cast<std::size_t>(std::clamp(codePoint, 0, last))];
}

bool isLetter(char32_t value)
{
    const int kind = category(value);
    return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
}

bool isMark(char32_t value)
{
    const int kind = category(value);
    return kind >= UTF8PROC_CATEGORY_MN && kind <= UTF8PROC_CATEGORY_ME;
}

bool isNonspacingMark(char32_t value)
{
    return category(value) == UTF8PROC_CATEGORY_MN;
}

bool isNumber(char32_t value)
{
    const int kind = category(value);
    return kind >= UTF8PROC_CATEGORY_ND && kind <= UTF8PROC_CATEGORY_NO;
}

bool isDigit(char32_t value)
{
    return category(value) == UTF8PROC_CATEGORY_ND;
}

bool isPunctuation(char32_t value)
{
    const int kind = category(value);
    return kind >= UTF8PROC_CATEGORY_PC && kind <= UTF8PROC_CATEGORY_PO;
}

bool isSpaceSeparator(char32_t value)
{
    return category(value) == UTF8PROC_CATEGORY_ZS;
}

bool isOther(char32_t value)
{
    const int kind = category(value);
    return kind == UTF8PROC_CATEGORY_CN || (kind >= UTF8PROC_CATEGORY_CC && kind <= UTF8PROC_CATEGORY_CO);
}

bool isUnassigned(char32_t value)
{
    return category(value) == UTF8PROC_CATEGORY_CN;
}

bool isWordCharacter(char32_t value)
{
    const int kind = category(value);
    if (isLetter(value) || isMark(value) || kind == UTF8PROC_CATEGORY_ND || kind == UTF8PROC_CATEGORY_NL ||
        kind == UTF8PROC_CATEGORY_PC)
        return true;
    const bool isCircled = (value >= 0x24B6 && value <= 0x24E9) || (value >= 0x1F130 && value <= 0x1F149) ||
                           (value >= 0x1F150 && value <= 0x1F169) || (value >= 0x1F170 && value <= 0x1F189);
    return isCircled || value == 0x200C || value == 0x200D || isNewer(value, "L") || isNewer(value, "M") ||
           isNewer(value, "Nd");
}

bool isCombining(char32_t value)
{
    return value <= 0x10FFFF && utf8proc_get_property(static_cast<utf8proc_int32_t>(value))->combining_class != 0;
}

bool isWhitespace(char32_t value)
{
    if (value <= 0x20)
        return value == 0x20 || (value >= 0x09 && value <= 0x0D);
    return value == 0x85 || value == 0xA0 || value == 0x1680 || (value >= 0x2000 && value <= 0x200A) ||
           value == 0x2028 || value == 0x2029 || value == 0x202F || value == 0x205F || value == 0x3000;
}

bool isHan(char32_t value)
{
    return (value >= 0x4E00 && value <= 0x9FFF) || (value >= 0x3400 && value <= 0x4DBF) ||
           (value >= 0x20000 && value <= 0x2A6DF) || (value >= 0x2A700 && value <= 0x2B73F) ||
           (value >= 0x2B740 && value <= 0x2B81F) || (value >= 0x2B820 && value <= 0x2CEAF) ||
           (value >= 0xF900 && value <= 0xFAFF) || (value >= 0x2F800 && value <= 0x2FA1F);
}

std::u32string lower(char32_t value)
{
    if (value == 0x130) // the only letter whose lower case is two code points
        return {U'i', 0x307};
    const auto known = static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(value)));
    return {known != value ? known : lowerOfNewer(value)};
}

std::vector<Decomposed> decompose(const std::vector<CodePoint>& text, bool isCompatible, bool (*unknown)(char32_t))
{
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | (isCompatible ? UTF8PROC_COMPAT : 0));
    std::vector<Decomposed> out;
    out.reserve(text.size());
    std::array<utf8proc_int32_t, 32> buffer{};
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (unknown && unknown(text[i].value)) {
            out.push_back({text[i].value, static_cast<int>(i)});
            continue;
        }
        int lastBoundClass = 0;
        const auto count = utf8proc_decompose_char(
            static_cast<utf8proc_int32_t>(text[i].value), buffer.data(),
            static_cast<utf8proc_ssize_t>(buffer.size()), options, &lastBoundClass);
        if (count < 0 || count > static_cast<utf8proc_ssize_t>(buffer.size())) {
            out.push_back({text[i].value, static_cast<int>(i)});
            continue;
        }
        for (utf8proc_ssize_t k = 0; k < count; ++k)
            out.push_back({static_cast<char32_t>(buffer[k]), static_cast<int>(i)});
    }
    const auto order = [unknown](const Decomposed& c) -> int {
        if (unknown && unknown(c.value))
            return 0;
        return utf8proc_get_property(static_cast<utf8proc_int32_t>(c.value))->combining_class;
    };
    for (auto run = out.begin(); run != out.end();) { // canonical ordering: marks of one letter by class
        if (order(*run) == 0) {
            ++run;
            continue;
        }
        const auto end = std::find_if(run, out.end(), [&](const Decomposed& c) { return order(c) == 0; });
        std::stable_sort(run, end, [&](const auto& a, const auto& b) { return order(a) < order(b); });
        run = end;
    }
    return out;
}

} // namespace hl
