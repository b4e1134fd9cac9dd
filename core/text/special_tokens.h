#pragma once

#include "core/text/token.h"

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hl {

/// A piece that is looked for in the text before anything else ("[MASK]", "<|endoftext|>").
struct SpecialToken
{
    std::string content;
    TokenId id = 0;
    bool takesSpaceBefore = false; ///< white space to its left belongs to it ("lstrip" in the files)
    bool takesSpaceAfter = false;  ///< "rstrip"
    bool isSingleWord = false;     ///< not where a word goes on before or behind it ("single_word")
    bool isNormalized = false;     ///< looked for in the normalised text ("normalized")
    bool isSpecial = true;         ///< stands for no text ("special")
    bool isPlainText = false;      ///< the file gives its content alone and none of these options
};

/// A stretch of text: one special token, or what lies between two of them.
struct TextPart
{
    int begin = 0; ///< bytes [begin, end)
    int end = 0;
    const SpecialToken* special = nullptr; ///< owned by the SpecialTokens that found it
};

/// The special tokens of one tokenizer. Tokens with empty content are dropped; of equal contents the first
/// counts.
class SpecialTokens
{
public:
    explicit SpecialTokens(std::vector<SpecialToken> tokens);

    /// Parts that tile `text`, which is well-formed UTF-8: the leftmost special token first, the longest of
    /// several.
    [[nodiscard]] std::vector<TextPart> split(std::string_view text) const;

    [[nodiscard]] const SpecialToken* find(std::string_view content) const;
    [[nodiscard]] const std::vector<SpecialToken>& all() const { return m_tokens; }

private:
    [[nodiscard]] const SpecialToken* longestAt(std::string_view text) const;

    std::vector<SpecialToken> m_tokens;
    std::unordered_map<std::string, std::size_t> m_index; ///< content -> m_tokens
    std::array<std::vector<std::size_t>, 256> m_lengths;  ///< bytes, longest first, by first byte
};

} // namespace hl
