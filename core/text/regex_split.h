#pragma once

#include "core/base/error.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// GPT-2's pre-tokenizer: contractions, letters, numbers and other signs with one space before them, white space. To be
/// read with RegexSplit::fromFile.
inline constexpr std::string_view kGpt2Pattern =
    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

/// Bytes [begin, end) of a text.
struct ByteRange
{
    int begin = 0;
    int end = 0;
};

/// Cuts text at the matches of a pattern (PCRE2 with its compiler, UTF and Unicode properties). May be used from
/// several threads.
class RegexSplit
{
public:
    /// For a pattern of our own.
    [[nodiscard]] static Result<RegexSplit> make(std::string_view pattern);
    /// For a pattern of a tokenizer's file: translated first, and refused where translateRegex refuses it.
    [[nodiscard]] static Result<RegexSplit> fromFile(std::string_view pattern);

    /// Ranges that tile `text`, which is well-formed UTF-8: the matches, and what lies between them; an empty match
    /// only cuts. Should a match fail for lack of resources, the rest of the text is one range.
    [[nodiscard]] std::vector<ByteRange> split(std::string_view text) const;

    /// The matches alone. Some may be empty ("(?=x)"), but not right behind another match.
    [[nodiscard]] std::vector<ByteRange> matches(std::string_view text) const;

private:
    explicit RegexSplit(std::shared_ptr<const void> code);

    std::shared_ptr<const void> m_code; ///< pcre2_code
};

} // namespace hl
