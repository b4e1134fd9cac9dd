#pragma once

#include "core/text/bpe_merges.h"
#include "core/text/byte_letters.h"
#include "core/text/regex_split.h"
#include "core/text/special_tokens.h"
#include "core/text/tokenizer.h"

#include <array>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace hl {

/// What surrounds the texts of a model's input.
enum class BpeFrame
{
    None,    ///< GPT-2
    Begin,   ///< OPT: <s> a
    Roberta, ///< <s> a </s>, and <s> a </s></s> b </s> for a pair
};

/// What a byte-level tokenizer is made from: vocab.json, merges.txt and the options beside them.
struct ByteBpeVocabulary
{
    std::vector<std::string> pieces;                         ///< by id; an empty one is an id without piece
    std::vector<std::pair<std::string, std::string>> merges; ///< best first
    std::vector<SpecialToken> specials;
    std::string begin =
        "<|endoftext|>"; ///< pieces with a meaning of their own; each counts only if `pieces` has it
    std::string end = "<|endoftext|>";
    std::string unknown = "<|endoftext|>";
    std::string mask;
    BpeFrame frame = BpeFrame::None;
    bool addPrefixSpace = false; ///< the first word is treated like the others
    bool trimOffsets = false;    ///< ranges leave out the space before a word (RoBERTa)
    std::string kind = "GPT-2 byte-level BPE";
};

/// GPT-2's tokenizer. The text is cut by kGpt2Pattern; the UTF-8 bytes of each part are written with the 256
/// letters of GPT-2's byte alphabet ("Ġ" is a space) and joined by the merges, the best one first. Every text
/// has tokens and decode(encode(x)) is x. A piece of one byte of a character has the range of the whole
/// character. Radford et al. 2019; Sennrich et al. 2016.
class ByteBpe final : public Tokenizer
{
public:
    /// Refuses repeated pieces, merges of pieces that do not exist, and a vocabulary that lacks bytes and has
    /// no unknown piece.
    [[nodiscard]] static Result<std::shared_ptr<const ByteBpe>> make(ByteBpeVocabulary vocabulary);

    [[nodiscard]] Tokens encode(std::string_view text) const override;
    [[nodiscard]] Tokens encodeForModel(std::string_view text,
                                        std::optional<std::string_view> pair = std::nullopt) const override;
    [[nodiscard]] std::string decode(std::span<const TokenId> ids) const override;
    [[nodiscard]] int vocabularySize() const override { return static_cast<int>(m_vocabulary.pieces.size()); }
    [[nodiscard]] std::string piece(TokenId id) const override;
    [[nodiscard]] std::string displayPiece(TokenId id) const override;
    [[nodiscard]] std::optional<TokenId> idOf(std::string_view piece) const override;
    [[nodiscard]] std::optional<TokenId> maskId() const override { return idOf(m_vocabulary.mask); }
    [[nodiscard]] std::optional<TokenId> beginId() const override { return idOf(m_vocabulary.begin); }
    [[nodiscard]] std::optional<TokenId> endId() const override { return idOf(m_vocabulary.end); }
    [[nodiscard]] bool takesPairs() const override { return m_vocabulary.frame == BpeFrame::Roberta; }
    [[nodiscard]] std::string kind() const override { return m_vocabulary.kind; }

private:
    using Cache = std::unordered_map<std::string, std::vector<BpePiece>>;

    ByteBpe(ByteBpeVocabulary vocabulary, RegexSplit split);
    [[nodiscard]] Result<void> index();
    [[nodiscard]] Result<void> indexMerges();
    void encodePlain(std::string_view text, const TextPart& part, Cache& cache, Tokens& out, int& word) const;
    [[nodiscard]] std::string bytesOf(TokenId id) const;
    [[nodiscard]] ByteRange trimmed(ByteRange range, TokenId id, std::string_view text) const;

    ByteBpeVocabulary m_vocabulary;
    std::unordered_map<std::string_view, TokenId> m_ids; ///< views into m_vocabulary.pieces
    std::array<TokenId, 256> m_bytes{};                  ///< id of each byte, or of the unknown piece
    BpeMerges m_merges;
    SpecialTokens m_specials;
    RegexSplit m_split;
};

} // namespace hl
