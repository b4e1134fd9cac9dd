#pragma once

#include "core/text/piece_trie.h"
#include "core/text/sentencepiece_model.h"
#include "core/text/token_model.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// SentencePiece's byte-pair encoding: of all neighbours that together are a piece, those with the highest score are
/// joined first. Unknown letters are their bytes, or one unknown piece a run.
class SentencePieceBpe final : public TokenModel
{
public:
    [[nodiscard]] static Result<std::shared_ptr<const SentencePieceBpe>> make(const SentencePieceModel& model,
                                                                              const std::string& what);

    [[nodiscard]] std::vector<ModelPiece> split(std::string_view word) const override;
    [[nodiscard]] const PieceTable& pieces() const override { return m_pieces; }
    [[nodiscard]] std::optional<TokenId> unknown() const override { return m_unknown; }
    [[nodiscard]] const char* kind() const override { return "BPE"; }

private:
    SentencePieceBpe() = default;
    [[nodiscard]] std::optional<TokenId> find(std::string_view piece) const;
    [[nodiscard]] std::vector<ModelPiece> letters(std::string_view word) const;
    void add(std::string_view word, int begin, int end, std::vector<ModelPiece>& out) const;

    PieceTable m_pieces;
    std::vector<float> m_scores;
    std::vector<PieceType> m_types;
    PieceTrie m_kept; ///< user-defined pieces, which are letters
    TokenId m_unknown = 0;
    std::vector<std::optional<TokenId>> m_bytes; ///< empty without byte fallback
};

/// The model of a SentencePiece file, whichever kind it is.
[[nodiscard]] Result<std::shared_ptr<const TokenModel>> makeSentencePieceModel(const SentencePieceModel& model,
                                                                              const std::string& what);

} // namespace hl
