#include "core/text/unicode_history.h"

#include "core/text/unicode.h"

#include <algorithm>
#include <array>
#include <span>

namespace hl {

namespace {

struct Range
{
    char32_t first;
    char32_t last;
};

// What lies between the characters in question is unassigned or as new, up to Unicode 17.
constexpr std::array<Range, 13> kOfUnicode9{{
    {0x8D4, 0x8E2}, {0x1DFB, 0x1DFB}, {0x2E43, 0x2E44}, {0xA8C5, 0xA8C5}, {0x1123E, 0x1123E},
    {0x11435, 0x1144F}, {0x1145B, 0x1145D}, {0x11660, 0x1166C}, {0x11C2F, 0x11CB6}, {0x1E000, 0x1E02A},
    {0x1E944, 0x1E94A}, {0x1E95E, 0x1E95F}, {0x1F23B, 0x1F23B},
}};

constexpr std::array<Range, 59> kAfterUnicode9{{
    {0x61D, 0x61D}, {0x7FD, 0x7FD}, {0x890, 0x89F}, {0x8CA, 0x8D3}, {0x9FD, 0x9FE}, {0xA76, 0xA76},
    {0xAFA, 0xAFF}, {0xB55, 0xB55}, {0xC04, 0xC04}, {0xC3C, 0xC3C}, {0xC77, 0xC77}, {0xC84, 0xC84},
    {0xCF3, 0xD00}, {0xD3B, 0xD3C}, {0xD81, 0xD81}, {0xEBA, 0xEBA}, {0xECE, 0xECE}, {0x1715, 0x1715},
    {0x180F, 0x180F}, {0x1ABF, 0x1AEB}, {0x1B4E, 0x1B4F}, {0x1B7D, 0x1B7F}, {0x1CF7, 0x1CF7}, {0x1DF6, 0x1DFA},
    {0x2E45, 0x2E5D}, {0x32FF, 0x32FF}, {0xA7F1, 0xA7F4}, {0xA82C, 0xA82C}, {0xA8FF, 0xA8FF}, {0xAB69, 0xAB69},
    {0x105C9, 0x105E4}, {0x10781, 0x107BA}, {0x10D24, 0x10D6E}, {0x10EAB, 0x10F89}, {0x11070, 0x11074},
    {0x110C2, 0x110CD}, {0x11145, 0x11146}, {0x111CE, 0x111CF}, {0x11241, 0x11241}, {0x1133B, 0x1133B},
    {0x11383, 0x113E2}, {0x1145A, 0x1145A}, {0x1145E, 0x1145E}, {0x116B9, 0x116B9}, {0x1182C, 0x1183B},
    {0x11930, 0x11AA2}, {0x11B00, 0x11BE1}, {0x11D31, 0x11FFF}, {0x12FF1, 0x12FF2}, {0x13430, 0x13455},
    {0x1611E, 0x1612F}, {0x16D68, 0x16E9A}, {0x16F4F, 0x16F4F}, {0x16F7F, 0x16F87}, {0x16FE2, 0x16FF1},
    {0x1CCD6, 0x1CF46}, {0x1E030, 0x1E6F5}, {0x1F16C, 0x1F16C}, {0x1FBF0, 0x1FBF9},
}};

bool holds(std::span<const Range> ranges, char32_t value)
{
    const auto found = std::lower_bound(ranges.begin(), ranges.end(), value,
                                        [](const Range& range, char32_t wanted) { return range.last < wanted; });
    return found != ranges.end() && found->first <= value;
}

bool isAfterUnicode8(char32_t value)
{
    return holds(kOfUnicode9, value) || holds(kAfterUnicode9, value);
}

} // namespace

bool isAfterUnicode9(char32_t value)
{
    return holds(kAfterUnicode9, value);
}

// A few characters have changed their category since.

bool isMarkOfUnicode9(char32_t value)
{
    if (value == 0x1CF2 || value == 0x1CF3)
        return true;
    return isMark(value) && value != 0x111C9 && !isAfterUnicode9(value);
}

bool isNonspacingMarkOfUnicode8(char32_t value)
{
    if (value == 0x1734)
        return true;
    const bool hasChanged = value == 0x1885 || value == 0x1886 || value == 0xA9BD || value == 0x111C9;
    return isNonspacingMark(value) && !hasChanged && !isAfterUnicode8(value);
}

bool isPunctuationOfUnicode8(char32_t value)
{
    if (value == 0x166D || value == 0x111C9)
        return true;
    return isPunctuation(value) && !isAfterUnicode8(value);
}

bool isControlOfUnicode8(char32_t value)
{
    return isOther(value) && !isUnassigned(value) && !isAfterUnicode8(value);
}

} // namespace hl
