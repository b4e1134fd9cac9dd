#pragma once

#include "core/base/error.h"
#include "core/text/piece_trie.h"
#include "core/text/token_model.h"

#include <memory>
#include <string>
#include <vector>

namespace hl {

/// As SentencePiece itself has it: only these pieces are found in a text, the unknown costs `unknownScore`, sums are
/// kept in float, and unknown characters stay unknown though together they be a piece.
struct NativeUnigram
{
    std::vector<TokenId> found;
    double unknownScore = 0;
};

/// What a unigram language model is made from.
struct UnigramVocabulary
{
    PieceTable pieces;
    std::vector<double> scores; ///< log probability of each piece
    std::optional<TokenId> unknown;
    bool hasByteFallback = false;
    std::optional<NativeUnigram> native;
    std::string what = "tokenizer.json"; ///< for sentences
};

/// The pieces of the best path: a word is split so that the sum of its pieces' scores is largest; a character
/// without piece is unknown and costs 10 more than the worst piece; neighbouring unknown ones are one piece. Kudo 2018.
/// Scores are summed as the reference of each kind of file does; of equal sums the earlier start counts.
class UnigramModel final : public TokenModel
{
public:
    /// Refuses lists whose unknown id lies outside.
    [[nodiscard]] static Result<std::shared_ptr<const UnigramModel>> make(UnigramVocabulary vocabulary);

    [[nodiscard]] std::vector<ModelPiece> split(std::string_view word) const override;
    [[nodiscard]] const PieceTable& pieces() const override { return m_vocabulary.pieces; }
    [[nodiscard]] std::optional<TokenId> unknown() const override { return m_vocabulary.unknown; }
    [[nodiscard]] const char* kind() const override { return "Unigram"; }

private:
    explicit UnigramModel(UnigramVocabulary vocabulary);
    void addUnknown(std::string_view word, int begin, int end, std::vector<ModelPiece>& out) const;

    UnigramVocabulary m_vocabulary;
    PieceTrie m_trie;
    double m_unknownScore = 0;
    std::vector<std::optional<TokenId>> m_bytes;
};

} // namespace hl
