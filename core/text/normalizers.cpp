#include "core/text/normalizers.h"

#include "core/text/byte_letters.h"
#include "core/text/unicode.h"
#include "core/text/unicode_history.h"

#include <algorithm>

namespace hl {

namespace {

/// The parts of a text that the cleaning of BERT drops.
bool isControl(char32_t value)
{
    if (value == U'\t' || value == U'\n' || value == U'\r')
        return false;
    return isControlOfUnicode8(value);
}

/// The reference begins extension E one row of 256 too late.
bool isSpacedHan(char32_t value)
{
    return isHan(value) && !(value >= 0x2B820 && value < 0x2B920);
}

void spaceHan(AlignedText& text)
{
    std::vector<CharChange> changes;
    for (const AlignedChar& c : text.chars()) {
        if (isSpacedHan(c.value)) {
            changes.push_back({U' ', 0});
            changes.push_back({c.value, 1});
            changes.push_back({U' ', 1});
        } else {
            changes.push_back({c.value, 0});
        }
    }
    text.transform(changes);
}

void lowerAll(AlignedText& text)
{
    std::vector<CharChange> changes;
    changes.reserve(static_cast<std::size_t>(text.size()));
    for (const AlignedChar& c : text.chars()) {
        int change = 0;
        for (const char32_t value : lower(c.value)) {
            changes.push_back({value, change});
            change = 1;
        }
    }
    text.transform(changes);
}

/// `replacement` takes the place of `count` characters.
void addReplacement(std::vector<CharChange>& changes, std::string_view replacement, int count)
{
    const std::u32string values = toUtf32(replacement);
    checkGrowth(changes.size() + values.size());
    const int more = static_cast<int>(values.size()) - count;
    for (std::size_t i = 0; i < values.size(); ++i)
        changes.push_back({values[i], static_cast<int>(i) >= count ? 1 : 0});
    if (more < 0 && !changes.empty())
        changes.back().change += more;
}

void applyCharsmap(AlignedText& text, const Charsmap& charsmap)
{
    const Utf8Index index(text);
    const std::string_view utf8 = index.text();
    std::vector<CharChange> changes;
    bool isChanged = false;
    std::size_t at = 0;
    int begin = 0;
    for (const int end : graphemeEnds(text.chars())) {
        std::size_t bytes = 0;
        for (int i = begin; i < end; ++i)
            bytes += utf8Length(text.chars()[static_cast<std::size_t>(i)].value);
        const auto whole = bytes < 6 ? charsmap.shortest(utf8.substr(at, bytes)) : std::nullopt;
        if (whole) {
            addReplacement(changes, whole->replacement, end - begin);
            isChanged = true;
        }
        for (int i = begin; i < end; ++i) {
            const char32_t value = text.chars()[static_cast<std::size_t>(i)].value;
            const std::size_t length = utf8Length(value);
            if (!whole) {
                if (const auto one = charsmap.shortest(utf8.substr(at, length))) {
                    addReplacement(changes, one->replacement, 1);
                    isChanged = true;
                } else {
                    changes.push_back({value, 0});
                }
            }
            at += length;
        }
        begin = end;
    }
    if (isChanged)
        text.transform(changes);
}

bool isNmtControl(char32_t value)
{
    return (value >= 0x01 && value <= 0x08) || value == 0x0B || (value >= 0x0E && value <= 0x1F) || value == 0x7F ||
           value == 0x8F || value == 0x9F;
}

bool isNmtSpace(char32_t value)
{
    return value == 0x09 || value == 0x0A || value == 0x0C || value == 0x0D || value == 0x1680 ||
           (value >= 0x200B && value <= 0x200F) || value == 0x2028 || value == 0x2029 || value == 0x2581 ||
           value == 0xFEFF || value == 0xFFFD;
}

} // namespace

Normalizer bertNormalizer(const BertCleaning& cleaning)
{
    return [cleaning](AlignedText& text) {
        if (cleaning.cleanText) {
            text.filter([](char32_t c) { return c != 0 && c != 0xFFFD && !isControl(c); });
            text.map([](char32_t c) { return isWhitespace(c) ? U' ' : c; });
        }
        if (cleaning.spaceHan)
            spaceHan(text);
        if (cleaning.stripAccents.value_or(cleaning.lowerCase)) {
            toUnicodeForm(text, UnicodeForm::Nfd);
            text.filter([](char32_t c) { return !isNonspacingMarkOfUnicode8(c); });
        }
        if (cleaning.lowerCase)
            lowerAll(text);
    };
}

Normalizer unicodeForm(UnicodeForm form)
{
    return [form](AlignedText& text) { toUnicodeForm(text, form); };
}

Normalizer lowerCase()
{
    return lowerAll;
}

Normalizer stripAccents()
{
    return [](AlignedText& text) { text.filter([](char32_t c) { return !isMarkOfUnicode9(c); }); };
}

Normalizer strip(bool atBegin, bool atEnd)
{
    return [=](AlignedText& text) {
        int begin = 0;
        int end = text.size();
        const auto isSpace = [&](int at) { return isWhitespace(text.chars()[static_cast<std::size_t>(at)].value); };
        while (atBegin && begin < end && isSpace(begin))
            ++begin;
        while (atEnd && end > begin && isSpace(end - 1))
            --end;
        text.keep(begin, end);
    };
}

Normalizer replace(Pattern pattern, const std::string& content)
{
    return [pattern = std::move(pattern), content = toUtf32(content)](AlignedText& text) {
        std::vector<AlignedText::Range> ranges;
        for (const Stretch& stretch : pattern.stretches(text))
            if (stretch.isMatch)
                ranges.push_back({stretch.begin, stretch.end});
        text.replace(ranges, content);
    };
}

Normalizer prepend(const std::string& text)
{
    return [added = toUtf32(text)](AlignedText& changed) { changed.prepend(added); };
}

Normalizer nmt()
{
    return [](AlignedText& text) {
        text.filter([](char32_t c) { return !isNmtControl(c); });
        text.map([](char32_t c) { return isNmtSpace(c) ? U' ' : c; });
    };
}

Normalizer precompiled(Charsmap charsmap)
{
    return [charsmap = std::move(charsmap)](AlignedText& text) { applyCharsmap(text, charsmap); };
}

Normalizer byteLetters()
{
    return [](AlignedText& text) {
        std::vector<CharChange> changes;
        for (const AlignedChar& c : text.chars()) {
            int change = 0;
            for (const char byte : toUtf8(c.value)) {
                changes.push_back({byteLetter(static_cast<unsigned char>(byte)), change});
                change = 1;
            }
        }
        text.transform(changes);
    };
}

Normalizer sequence(std::vector<Normalizer> parts)
{
    return [parts = std::move(parts)](AlignedText& text) {
        for (const Normalizer& part : parts)
            part(text);
    };
}

} // namespace hl
