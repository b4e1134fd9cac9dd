#pragma once

#include "core/text/tokenizer.h"

#include <memory>
#include <unordered_map>
#include <vector>

namespace hl {

/// The vocabulary of a built-in model. Words differ by case ("The", "the"). It must hold "▁" and the 256 byte
/// pieces <0x00> .. <0xFF>, so that every text has tokens.
struct WordVocabulary
{
    std::vector<std::string> words; ///< every piece; its index is its id
    std::string begin = "<bos>"; ///< pieces with a meaning of their own; each counts only if `words` has it
    std::string end = "<sep>";
    std::string mask = "[MASK]";
    bool addBegin = false; ///< model inputs start with `begin`
    bool addEnd = false;   ///< every text of a model input is closed by `end`; pairs are possible
};

/// "▁" and <0x00> .. <0xFF>, in this order: what every list of words starts or ends with.
[[nodiscard]] std::vector<std::string> bytePieces();

/// How many words of a text a vocabulary knows. Words are runs of letters; digits and signs do not count.
struct Coverage
{
    int known = 0;
    int total = 0;
};

/// The tokenizer of the built-in models. A text is cut into words (letters with their accents, and an
/// optional 's), single digits and single signs; white space separates and is dropped. An apostrophe or hyphen joins
/// letters where the vocabulary has the whole ("l'", "aujourd'hui", "est-ce"). Inside a run of Han
/// characters the longest piece of the vocabulary is taken, else one character. A word of the vocabulary is
/// one token; another one is "▁" (an empty range) and its UTF-8 bytes; an unknown digit or sign is its bytes
/// alone. Ranges tile all bytes that are not white space. `mask` typed in the text is the mask token.
class WordTokenizer final : public Tokenizer
{
public:
    /// Refuses lists with empty or repeated pieces or without the byte pieces.
    [[nodiscard]] static Result<std::shared_ptr<const WordTokenizer>> make(WordVocabulary vocabulary);

    [[nodiscard]] Tokens encode(std::string_view text) const override;
    [[nodiscard]] Tokens encodeForModel(std::string_view text,
                                        std::optional<std::string_view> pair = std::nullopt) const override;
    /// Words joined by one space, Han characters, "l'" and "'s" by none, the bytes of a word put together again: the
    /// typed text but for its white space.
    [[nodiscard]] std::string decode(std::span<const TokenId> ids) const override;
    [[nodiscard]] int vocabularySize() const override { return static_cast<int>(m_vocabulary.words.size()); }
    [[nodiscard]] std::string piece(TokenId id) const override;
    [[nodiscard]] std::string displayPiece(TokenId id) const override;
    [[nodiscard]] std::optional<TokenId> idOf(std::string_view piece) const override;
    [[nodiscard]] std::optional<TokenId> maskId() const override { return idOf(m_vocabulary.mask); }
    [[nodiscard]] std::optional<TokenId> beginId() const override { return idOf(m_vocabulary.begin); }
    [[nodiscard]] std::optional<TokenId> endId() const override { return idOf(m_vocabulary.end); }
    [[nodiscard]] bool takesPairs() const override { return m_vocabulary.addEnd; }
    [[nodiscard]] std::string kind() const override { return "words and bytes"; }

    [[nodiscard]] Coverage coverage(std::string_view text) const;
    [[nodiscard]] const WordVocabulary& vocabulary() const { return m_vocabulary; }

private:
    struct Word
    {
        int begin = 0; ///< bytes [begin, end)
        int end = 0;
        bool isLetters = false;
    };

    explicit WordTokenizer(WordVocabulary vocabulary);
    [[nodiscard]] std::vector<Word> split(std::string_view text) const;
    [[nodiscard]] int hanEnd(std::string_view text, int begin) const;
    /// End of the letters [begin, end) with what an apostrophe or hyphen joins to them, if the vocabulary has the whole.
    [[nodiscard]] int joinedEnd(std::string_view text, int begin, int end) const;
    [[nodiscard]] std::optional<TokenId> wordId(std::string_view word) const;
    [[nodiscard]] std::optional<unsigned char> byteOf(TokenId id) const;

    WordVocabulary m_vocabulary;
    std::unordered_map<std::string_view, TokenId> m_ids; ///< views into m_vocabulary.words
    std::vector<TokenId> m_bytes;                        ///< id of each byte
    std::unordered_map<TokenId, unsigned char> m_byteOf; ///< and back
    TokenId m_mark = 0;                                  ///< id of "▁"
    int m_longestHan = 1;                                // code points
};

} // namespace hl
