#pragma once

#include "core/base/error.h"
#include "core/text/token_model.h"

#include <memory>
#include <string>

namespace hl {

/// BERT's model: a word is the longest pieces from the left, those after the first with `continuingPrefix`; the
/// unknown piece if they do not cover it or it has more than `longestWord` characters. Devlin et al. 2018.
class WordPieceModel final : public TokenModel
{
public:
    /// Refuses a vocabulary without the unknown piece.
    [[nodiscard]] static Result<std::shared_ptr<const WordPieceModel>>
    make(PieceTable pieces, const std::string& unknown, const std::string& continuingPrefix, std::size_t longestWord,
         const std::string& what);

    [[nodiscard]] std::vector<ModelPiece> split(std::string_view word) const override;
    [[nodiscard]] const PieceTable& pieces() const override { return m_pieces; }
    [[nodiscard]] std::optional<TokenId> unknown() const override { return m_unknown; }
    [[nodiscard]] const char* kind() const override { return "WordPiece"; }

private:
    WordPieceModel() = default;

    PieceTable m_pieces;
    TokenId m_unknown = 0;
    std::string m_prefix;
    std::size_t m_longestWord = 100; // code points
    std::size_t m_longestPiece = 0;  // bytes
};

/// Every word is one piece, or the unknown one (Transformer-XL's vocabulary).
class WordLevelModel final : public TokenModel
{
public:
    /// Refuses a vocabulary without the unknown piece.
    [[nodiscard]] static Result<std::shared_ptr<const WordLevelModel>>
    make(PieceTable pieces, const std::string& unknown, const std::string& what);

    [[nodiscard]] std::vector<ModelPiece> split(std::string_view word) const override;
    [[nodiscard]] const PieceTable& pieces() const override { return m_pieces; }
    [[nodiscard]] std::optional<TokenId> unknown() const override { return m_unknown; }
    [[nodiscard]] const char* kind() const override { return "words"; }

private:
    WordLevelModel() = default;

    PieceTable m_pieces;
    TokenId m_unknown = 0;
};

} // namespace hl
