#include "core/text/unicode_forms.h"

#include "core/text/unicode.h"
#include "core/text/unicode_history.h"

#include <algorithm>
#include <array>
#include <optional>

#include <utf8proc.h>

namespace hl {

namespace {

/// Before U+0300 nothing decomposes away from itself but Latin-1, and nothing combines.
bool isPlain(const AlignedText& text, char32_t below)
{
    return std::all_of(text.chars().begin(), text.chars().end(),
                       [&](const AlignedChar& c) { return c.value < below; });
}

int combiningClass(char32_t value)
{
    if (isAfterUnicode9(value))
        return 0;
    return utf8proc_get_property(static_cast<utf8proc_int32_t>(value))->combining_class;
}

/// The character that two make together, if there is one.
std::optional<char32_t> composed(char32_t first, char32_t second)
{
    if (second < 0x300 || second == 0x11A7) // utf8proc takes the one before the first final consonant for one
        return std::nullopt;
    std::array<utf8proc_int32_t, 2> pair{static_cast<utf8proc_int32_t>(first),
                                         static_cast<utf8proc_int32_t>(second)};
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    if (utf8proc_normalize_utf32(pair.data(), 2, options) != 1 || isAfterUnicode9(static_cast<char32_t>(pair[0])))
        return std::nullopt;
    return static_cast<char32_t>(pair[0]);
}

std::vector<CharChange> decomposedChanges(const AlignedText& text, bool isCompatible)
{
    std::vector<CodePoint> typed;
    typed.reserve(static_cast<std::size_t>(text.size()));
    for (const AlignedChar& c : text.chars())
        typed.push_back({c.value, c.begin, c.end});
    std::vector<CharChange> out;
    std::vector<bool> seen(typed.size(), false);
    for (const Decomposed& part : decompose(typed, isCompatible, &isAfterUnicode9)) {
        const auto source = static_cast<std::size_t>(part.source);
        out.push_back({part.value, seen[source] ? 1 : 0});
        seen[source] = true;
    }
    return out;
}

/// Canonical composition of a decomposed text: each mark joins its starter unless another mark of its class or a
/// higher one stands between.
std::vector<CharChange> composedChanges(const std::vector<CharChange>& parts)
{
    std::vector<CharChange> out;
    std::size_t starter = parts.size(); // index into `out`; none yet
    bool hasStarter = false;
    std::optional<int> lastClass; // of the marks left behind the starter
    for (const CharChange& part : parts) {
        const int partClass = combiningClass(part.value);
        if (hasStarter && (!lastClass || *lastClass < partClass)) {
            if (const auto joined = composed(out[starter].value, part.value)) {
                out[starter] = {*joined, out[starter].change + part.change - 1};
                continue;
            }
        }
        if (partClass == 0) {
            starter = out.size();
            hasStarter = true;
            lastClass.reset();
        } else if (hasStarter) {
            lastClass = partClass;
        }
        out.push_back(part);
    }
    return out;
}

} // namespace

void toUnicodeForm(AlignedText& text, UnicodeForm form)
{
    const bool composes = form == UnicodeForm::Nfc || form == UnicodeForm::Nfkc;
    const bool isCompatible = form == UnicodeForm::Nfkc || form == UnicodeForm::Nfkd;
    if (isPlain(text, form == UnicodeForm::Nfc ? 0x300 : 0x80))
        return;
    const std::vector<CharChange> parts = decomposedChanges(text, isCompatible);
    text.transform(composes ? composedChanges(parts) : parts);
}

std::vector<int> graphemeEnds(const std::vector<AlignedChar>& text)
{
    std::vector<int> out;
    utf8proc_int32_t state = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
        if (utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(text[i].value),
                                             static_cast<utf8proc_int32_t>(text[i + 1].value), &state))
            out.push_back(static_cast<int>(i) + 1);
    if (!text.empty())
        out.push_back(static_cast<int>(text.size()));
    return out;
}

} // namespace hl
