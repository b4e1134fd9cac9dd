#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// One code point of a text and the bytes [begin, end) it takes there.
struct CodePoint
{
    char32_t value = 0;
    int begin = 0;
    int end = 0;
};

/// True if `text` is well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool isValidUtf8(std::string_view text);

/// `text` with every ill-formed sequence replaced by U+FFFD, one per maximal subpart (Unicode 3.9, WHATWG;
/// Python's errors="replace"). A surrogate written as three bytes becomes three U+FFFD.
[[nodiscard]] std::string sanitise(std::string_view text);

/// The code point starting at byte `at` of well-formed UTF-8; ill-formed input gives U+FFFD and moves on.
[[nodiscard]] CodePoint codePointAt(std::string_view text, int at);

/// All code points with their byte ranges; the ranges tile the text.
[[nodiscard]] std::vector<CodePoint> codePoints(std::string_view text);

/// Appends one code point as UTF-8; a surrogate or a value above U+10FFFF becomes U+FFFD.
void appendUtf8(std::string& out, char32_t value);
[[nodiscard]] std::string toUtf8(char32_t value);
/// Bytes that appendUtf8 appends.
[[nodiscard]] std::size_t utf8Length(char32_t value);

/// Bytes <-> code points of one text, for formats that count code points.
class OffsetMap
{
public:
    explicit OffsetMap(std::string_view text);

    /// Number of code points that start before `byte`; a byte inside a character counts that character.
    [[nodiscard]] int codePointOf(int byte) const;
    /// First byte of the n-th code point; the text's length for n past the end.
    [[nodiscard]] int byteOf(int codePoint) const;

private:
    std::vector<int> m_starts; ///< first byte of each code point, then the text's length
};

/// General categories, by utf8proc's Unicode tables.
[[nodiscard]] bool isLetter(char32_t value);         ///< L*
[[nodiscard]] bool isMark(char32_t value);           ///< M*
[[nodiscard]] bool isNonspacingMark(char32_t value); ///< Mn
[[nodiscard]] bool isNumber(char32_t value);         ///< N*
[[nodiscard]] bool isDigit(char32_t value);          ///< Nd
[[nodiscard]] bool isPunctuation(char32_t value);    ///< P*
[[nodiscard]] bool isSpaceSeparator(char32_t value); ///< Zs
[[nodiscard]] bool isOther(char32_t value);          ///< C*: controls, formats, private use, unassigned

[[nodiscard]] bool isUnassigned(char32_t value);     ///< Cn

/// What words are made of (\w of regular expressions): letters, marks, digits, connectors, joiners.
[[nodiscard]] bool isWordCharacter(char32_t value);

/// Combining class other than 0.
[[nodiscard]] bool isCombining(char32_t value);

/// The property White_Space.
[[nodiscard]] bool isWhitespace(char32_t value);

/// Han ideographs as BERT defines them (its CJK blocks), neither kana nor hangul.
[[nodiscard]] bool isHan(char32_t value);

/// Lower case of one code point, in UTF-32 because U+0130 becomes two; without context (no final sigma).
[[nodiscard]] std::u32string lower(char32_t value);

/// Decomposition (NFD, or NFKD where compatible) that remembers where each code point came from. Code points that are
/// `unknown` stay as they are, and no mark passes them.
struct Decomposed
{
    char32_t value = 0;
    int source = 0; ///< index into the code points handed in
};
[[nodiscard]] std::vector<Decomposed> decompose(const std::vector<CodePoint>& text, bool isCompatible = false,
                                                bool (*unknown)(char32_t) = nullptr);

/// Text that is safe to draw on one line: U+0000 as U+2400, and whatever has no glyph of its own or would
/// move its neighbours (other controls, line separators, bidirectional controls, private use, noncharacters)
/// as ⟨U+XXXX⟩.
[[nodiscard]] std::string displayText(std::string_view text);

/// The same for bytes that may be parts of characters: an incomplete character shows each byte as <E6>.
[[nodiscard]] std::string displayBytes(std::string_view bytes);

} // namespace hl
