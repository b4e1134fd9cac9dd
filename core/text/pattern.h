#pragma once

#include "core/base/error.h"
#include "core/text/aligned_text.h"
#include "core/text/regex_split.h"

#include <functional>
#include <string>
#include <vector>

namespace hl {

/// Characters [begin, end) of a text: a match of a pattern, or what lies between two of them.
struct Stretch
{
    int begin = 0;
    int end = 0;
    bool isMatch = false;
};

/// What becomes of the matches where a text is cut at them.
enum class CutBehaviour
{
    Removed,            ///< matches are dropped
    Isolated,           ///< every match is a piece
    MergedWithPrevious, ///< a match ends the piece before it
    MergedWithNext,     ///< a match begins the piece after it
    Contiguous,         ///< neighbouring matches are one piece
};

/// What a text is searched for: a kind of character, a string, or a regular expression.
class Pattern
{
public:
    [[nodiscard]] static Pattern characters(std::function<bool(char32_t)> isMatch);
    [[nodiscard]] static Pattern literal(const std::string& text);
    /// Refuses what RegexSplit refuses.
    [[nodiscard]] static Result<Pattern> regex(const std::string& expression);

    /// The same, with matches and the rest in each other's place.
    [[nodiscard]] Pattern inverted() const;

    /// Stretches that tile the text.
    [[nodiscard]] std::vector<Stretch> stretches(const AlignedText& text) const;

private:
    std::function<std::vector<Stretch>(const AlignedText&)> m_find;
};

/// The pieces of `text`; empty ones are left out.
[[nodiscard]] std::vector<AlignedText> cut(const AlignedText& text, const Pattern& pattern, CutBehaviour behaviour);

} // namespace hl
