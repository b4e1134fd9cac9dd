#include "core/base/shown.h"

#include "core/base/limits.h"

#include <cstddef>
#include <cstdint>
#include <limits>

namespace hl {
namespace {

struct CodePoint
{
    std::uint32_t value = 0;
    std::size_t length = 0; // bytes; 0 = not UTF-8
};

/// The code point at the start of `text` (not empty), refusing overlong forms, surrogates and > U+10FFFF.
CodePoint decodeFirst(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const std::uint32_t lead = byte(0);
    if (lead < 0x80)
        return {lead, 1};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length)
        return {};
    std::uint32_t value = lead & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0u) != 0x80u)
            return {};
        value = (value << 6) | (byte(i) & 0x3Fu);
    }
    const bool isOverlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    if (isOverlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return {};
    return {value, length};
}

/// True for what a label must not contain raw: it is invisible or changes the direction of the text around
/// it.
bool needsEscape(std::uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
           (c >= 0xFFF0 && c <= 0xFFFB) || (c & 0xFFFE) == 0xFFFE || (c >= 0xE0000 && c <= 0xE0FFF);
}

std::string escaped(std::string_view prefix, std::uint32_t value, int digits)
{
    static constexpr std::string_view hex = "0123456789abcdef";
    std::string out(prefix);
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        out += hex[(value >> shift) & 0xF];
    return out;
}

std::string shownUpTo(std::string_view name, std::size_t maxCodePoints)
{
    std::string out;
    for (std::size_t count = 0; !name.empty(); ++count) {
        if (count == maxCodePoints)
            return out + "…";
        const CodePoint c = decodeFirst(name);
        if (c.length == 0)
            out += escaped("\\x", static_cast<unsigned char>(name[0]), 2);
        else if (needsEscape(c.value))
            out += c.value > 0xFFFF ? escaped("\\U", c.value, 8) : escaped("\\u", c.value, 4);
        else
            out += name.substr(0, c.length);
        name.remove_prefix(c.length == 0 ? 1 : c.length);
    }
    return out;
}

} // namespace

std::string shown(std::string_view name)
{
    return shownUpTo(name, limits::shownName);
}

std::string shownPath(const std::filesystem::path& path)
{
    return shownUpTo(path.native(), std::numeric_limits<std::size_t>::max());
}

} // namespace hl
