#pragma once

#include "core/text/special_tokens.h"
#include "core/text/tokenizer.h"

#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace hl {

/// What a BERT tokenizer is made from; the options are those of tokenizer_config.json.
struct WordPieceVocabulary
{
    std::vector<std::string> pieces;  ///< lines of vocab.txt; the index is the id
    bool lowerCase = true;            ///< do_lower_case
    std::optional<bool> stripAccents; ///< strip_accents; absent: as lowerCase
    bool splitHan = true;             ///< tokenize_chinese_chars: every Han character is a word
    bool basicTokenize = true;        ///< do_basic_tokenize; false: the text is cut at white space only
    std::vector<std::string> neverSplit;
    std::string unknown = "[UNK]";
    std::string begin = "[CLS]";
    std::string end = "[SEP]";
    std::string mask = "[MASK]";
    std::vector<SpecialToken> added; ///< more tokens to look for in the text ("[PAD]", added ones)
};

/// BERT's tokenizer. The text is cleaned (controls, unassigned code points and U+FFFD are dropped), cut at
/// white space, Han characters and punctuation, lower-cased and stripped of accents (NFD); each word is the
/// longest pieces from the left, or [UNK] when they do not cover it or it is longer than 100 characters.
/// Devlin et al. 2018; ranges refer to the text as typed: characters that cleaning drops belong to no token.
class WordPiece final : public Tokenizer
{
public:
    /// Refuses vocabularies with repeated or empty pieces or without the unknown, begin and end pieces.
    [[nodiscard]] static Result<std::shared_ptr<const WordPiece>> make(WordPieceVocabulary vocabulary);

    [[nodiscard]] Tokens encode(std::string_view text) const override;
    [[nodiscard]] Tokens encodeForModel(std::string_view text,
                                        std::optional<std::string_view> pair = std::nullopt) const override;
    [[nodiscard]] std::string decode(std::span<const TokenId> ids) const override;
    [[nodiscard]] int vocabularySize() const override { return static_cast<int>(m_pieces.size()); }
    [[nodiscard]] std::string piece(TokenId id) const override;
    [[nodiscard]] std::string displayPiece(TokenId id) const override;
    [[nodiscard]] std::optional<TokenId> idOf(std::string_view piece) const override;
    [[nodiscard]] std::optional<TokenId> maskId() const override { return idOf(m_vocabulary.mask); }
    [[nodiscard]] std::optional<TokenId> beginId() const override { return m_begin; }
    [[nodiscard]] std::optional<TokenId> endId() const override { return m_end; }
    [[nodiscard]] bool takesPairs() const override { return true; }
    [[nodiscard]] bool usesTokenTypes() const override { return true; }
    [[nodiscard]] std::string kind() const override;

private:
    /// One character of the normalised text and the bytes it came from.
    struct Letter
    {
        char32_t value = 0;
        int begin = 0;
        int end = 0;
    };
    using Letters = std::vector<Letter>;

    explicit WordPiece(WordPieceVocabulary vocabulary);
    [[nodiscard]] std::vector<Letters> chunks(std::string_view text, int begin, int end) const;
    [[nodiscard]] Letters normalise(const Letters& chunk) const;
    [[nodiscard]] bool isNeverSplit(const Letters& chunk) const;
    void encodePart(std::string_view text, const TextPart& part, Tokens& out, int& word) const;
    void encodeWord(const Letter* first, const Letter* last, int word, Tokens& out) const;

    WordPieceVocabulary m_vocabulary; ///< options; `pieces` has moved to m_pieces
    std::vector<std::string> m_pieces;
    std::unordered_map<std::string_view, TokenId> m_ids; ///< views into m_pieces
    std::unordered_map<std::string_view, TokenId>
        m_continuing; ///< the same without "##", of those that have it
    std::unordered_set<std::string> m_neverSplit;
    SpecialTokens m_specials;
    TokenId m_unknown = 0;
    TokenId m_begin = 0;
    TokenId m_end = 0;
};

} // namespace hl
