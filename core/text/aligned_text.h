#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hl {

/// One character of a normalised text and the bytes [begin, end) of the typed text it stands for.
struct AlignedChar
{
    char32_t value = 0;
    int begin = 0;
    int end = 0;
};

/// One step of a change: the character to write, and how many characters of the old text it stands for besides
/// its own place. 0 takes one old character, -n takes n more with it, 1 is an addition and takes none.
struct CharChange
{
    char32_t value = 0;
    int change = 0;
};

/// Throws std::bad_alloc if a text has grown to more than limits::normalizedCharacters, which sound tokenizers do not make of
/// the longest text: a few replacements one after the other could fill any memory.
void checkGrowth(std::size_t characters);

/// A text that is being normalised and cut, aligned with the text it was typed as. What is added has the
/// alignment of the character before it; what is replaced has that of the character it replaces.
class AlignedText
{
public:
    AlignedText() = default;
    /// Well-formed UTF-8, every character aligned with itself; `origin` is the first byte's place in the typed
    /// text.
    explicit AlignedText(std::string_view text, int origin = 0);

    /// Characters with their alignment; `origin` is where the typed text of them begins.
    AlignedText(std::vector<AlignedChar> chars, int origin)
        : m_chars(std::move(chars))
        , m_origin(origin)
    {}

    [[nodiscard]] const std::vector<AlignedChar>& chars() const { return m_chars; }
    [[nodiscard]] bool empty() const { return m_chars.empty(); }
    [[nodiscard]] int size() const { return static_cast<int>(m_chars.size()); }
    /// Where in the typed text this piece begins.
    [[nodiscard]] int origin() const { return m_origin; }
    [[nodiscard]] std::string utf8() const;

    /// Characters [begin, end) as a text of its own.
    [[nodiscard]] AlignedText slice(int begin, int end) const;

    // What makes a text longer throws as checkGrowth() does.

    /// The text becomes `to`; the first `skipped` characters of the old text go without trace.
    void transform(const std::vector<CharChange>& to, int skipped = 0);
    /// Characters for which `keep` is false go.
    template <class Keep>
    void filter(Keep keep)
    {
        std::erase_if(m_chars, [&](const AlignedChar& c) { return !keep(c.value); });
    }
    /// Every character becomes another one.
    template <class Map>
    void map(Map map)
    {
        for (AlignedChar& c : m_chars)
            c.value = map(c.value);
    }
    /// Only characters [begin, end) stay.
    void keep(int begin, int end);
    /// `text` goes in front, aligned with the first character. An empty text stays empty.
    void prepend(std::u32string_view text);
    /// Characters [begin, end) become `content`, aligned with the last of them.
    struct Range
    {
        int begin = 0;
        int end = 0;
    };
    void replace(const std::vector<Range>& ranges, std::u32string_view content);

    /// Bytes of the typed text that characters [begin, end) stand for.
    [[nodiscard]] Range typed(int begin, int end) const;

private:
    std::vector<AlignedChar> m_chars;
    int m_origin = 0;
};

/// A text as UTF-8 with the way back from its bytes to its characters.
class Utf8Index
{
public:
    explicit Utf8Index(const AlignedText& text);

    [[nodiscard]] const std::string& text() const { return m_text; }
    /// The character that byte `at` belongs to; the number of characters for the end.
    [[nodiscard]] int charOf(int at) const { return m_charOf[static_cast<std::size_t>(at)]; }
    /// The first character that starts at byte `at` or later.
    [[nodiscard]] int charFrom(int at) const { return at == 0 ? 0 : charOf(at - 1) + 1; }

private:
    std::string m_text;
    std::vector<int> m_charOf;
};

[[nodiscard]] std::u32string toUtf32(std::string_view text);

} // namespace hl
