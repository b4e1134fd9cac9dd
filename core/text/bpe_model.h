#pragma once

#include "core/base/error.h"
#include "core/text/bpe_merges.h"
#include "core/text/token_model.h"

#include <memory>
#include <string>
#include <utility>

namespace hl {

/// What byte-pair encoding is made from, as tokenizer.json has it.
struct BpeVocabulary
{
    PieceTable pieces;
    std::vector<std::pair<std::string, std::string>> merges; ///< best first
    std::optional<std::string> unknown;
    std::string continuingPrefix; ///< of the letters of a word but the first
    std::string endSuffix;        ///< of the last letter of a word ("</w>")
    bool fusesUnknown = false;    ///< neighbouring unknown letters are one piece
    bool hasByteFallback = false; ///< an unknown letter is its bytes, <0xE6> and so on
    bool ignoresMerges = false;   ///< a word of the vocabulary is one piece whatever the merges say
    std::string what = "tokenizer.json"; ///< for sentences
};

/// Byte-pair encoding: a word starts as its letters, and the best merge of two neighbours is made until none
/// applies. Sennrich et al. 2016.
class BpeModel final : public TokenModel
{
public:
    /// Refuses merges of pieces that do not exist, and an unknown piece that does not.
    [[nodiscard]] static Result<std::shared_ptr<const BpeModel>> make(BpeVocabulary vocabulary);

    [[nodiscard]] std::vector<ModelPiece> split(std::string_view word) const override;
    [[nodiscard]] const PieceTable& pieces() const override { return m_vocabulary.pieces; }
    [[nodiscard]] std::optional<TokenId> unknown() const override { return m_unknown; }
    [[nodiscard]] const char* kind() const override { return "BPE"; }

private:
    struct Symbols
    {
        std::vector<TokenId> ids;
        std::vector<int> begins; ///< bytes of the word
        std::vector<int> ends;
    };

    explicit BpeModel(BpeVocabulary vocabulary);
    [[nodiscard]] Result<void> indexMerges();
    [[nodiscard]] Symbols letters(std::string_view word) const;
    [[nodiscard]] bool addBytes(std::string_view letter, int begin, int end, Symbols& out) const;

    BpeVocabulary m_vocabulary;
    BpeMerges m_merges;
    std::optional<TokenId> m_unknown;
    std::vector<std::optional<TokenId>> m_bytes;
};

} // namespace hl
