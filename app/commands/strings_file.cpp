#include "app/commands/strings_file.h"

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/shown.h"
#include "core/text/unicode.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace hl {

namespace {

/// The code unit of an escape \uXXXX at `at`; nothing if there is none.
std::optional<unsigned> escapeAt(const std::string& text, std::size_t at)
{
    constexpr std::size_t length = 6;
    if (at + length > text.size() || text[at] != '\\' || text[at + 1] != 'u')
        return std::nullopt;
    unsigned value = 0;
    const char* end = text.data() + at + length;
    if (std::from_chars(text.data() + at + 2, end, value, 16).ptr != end)
        return std::nullopt;
    return value;
}

bool isHigh(unsigned unit)
{
    return unit >= 0xD800 && unit <= 0xDBFF;
}

bool isLow(unsigned unit)
{
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

/// Replaces escapes of single surrogates: JSON writers make them, but no UTF-8 can say them.
std::string withoutLoneSurrogates(std::string text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\')
            continue;
        const auto unit = escapeAt(text, i);
        if (!unit) {
            ++i; // the escaped character, which may be a backslash
        } else if (isHigh(*unit) && isLow(escapeAt(text, i + 6).value_or(0))) {
            i += 11;
        } else {
            if (isHigh(*unit) || isLow(*unit))
                text.replace(i + 2, 4, "FFFD");
            i += 5;
        }
    }
    return text;
}

} // namespace

Result<std::vector<TextOrPair>> readStringsFile(const std::string& path)
{
    auto file = readTextFile(path, limits::tokenizerFile);
    if (!file)
        return tl::unexpected(file.error());
    const std::string name = shownPath(path);
    const auto json = parseJson(withoutLoneSurrogates(sanitise(*file)), {.bytes = limits::tokenizerFile}, name);
    if (!json)
        return tl::unexpected(json.error());
    const auto wrong = [&](const std::string& where) {
        return fail(ErrorCode::BadInput, HL_NOOP("core", "%1: %2 must be a text or an array of two texts."), {name, where});
    };
    if (!json->is_array())
        return fail(ErrorCode::BadInput, HL_NOOP("core", "%1 must be an array of texts: [\"one\", \"two\"]."), {name});
    std::vector<TextOrPair> texts;
    for (std::size_t i = 0; i < json->size(); ++i) {
        const auto& entry = (*json)[i];
        if (entry.is_string())
            texts.push_back({entry.get<std::string>(), std::nullopt});
        else if (entry.is_array() && entry.size() == 2 && entry[0].is_string() && entry[1].is_string())
            texts.push_back({entry[0].get<std::string>(), entry[1].get<std::string>()});
        else
            return wrong("entry " + std::to_string(i));
    }
    return texts;
}

} // namespace hl
