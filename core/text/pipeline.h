#pragma once

#include "core/text/decoders.h"
#include "core/text/normalizers.h"
#include "core/text/piece_display.h"
#include "core/text/post_processors.h"
#include "core/text/pre_tokenizers.h"
#include "core/text/special_tokens.h"
#include "core/text/token_model.h"
#include "core/text/tokenizer.h"

#include <functional>
#include <memory>
#include <unordered_map>

namespace hl {

/// The parts of a tokenizer, in the order a text goes through them. Those that are absent change nothing.
struct PipelineParts
{
    std::vector<SpecialToken> added; ///< looked for before anything else
    Normalizer normalizer;
    PreTokenizer preTokenizer;
    std::shared_ptr<const TokenModel> model; ///< never absent
    PostProcessor postProcessor;
    Decoder decoder;

    PieceStyle style;
    std::string kind;                  ///< for the model's card
    std::optional<std::string> begin;  ///< pieces with a meaning of their own
    std::optional<std::string> end;
    std::optional<std::string> mask;
    bool namesAddedAsTyped = true;     ///< an added token's piece has the spaces it takes (byte-level BPE)
};

/// A tokenizer made of parts, as tokenizer.json describes it: added tokens are found, the text between them is
/// normalised, cut into words, split by the model; special tokens come around it. Hugging Face's `tokenizers` is the
/// reference for ids, pieces and ranges.
class Pipeline final : public Tokenizer
{
public:
    /// Refuses added tokens whose id belongs to another piece.
    [[nodiscard]] static Result<std::shared_ptr<const Pipeline>> make(PipelineParts parts, const std::string& what);

    [[nodiscard]] Tokens encode(std::string_view text) const override;
    [[nodiscard]] Tokens encodeForModel(std::string_view text,
                                        std::optional<std::string_view> pair = std::nullopt) const override;
    [[nodiscard]] std::string decode(std::span<const TokenId> ids) const override;
    [[nodiscard]] int vocabularySize() const override { return m_size; }
    [[nodiscard]] std::string piece(TokenId id) const override;
    [[nodiscard]] std::string displayPiece(TokenId id) const override;
    [[nodiscard]] std::optional<TokenId> idOf(std::string_view piece) const override;
    [[nodiscard]] std::optional<TokenId> maskId() const override { return idOf(m_parts.mask); }
    [[nodiscard]] std::optional<TokenId> beginId() const override { return idOf(m_parts.begin); }
    [[nodiscard]] std::optional<TokenId> endId() const override { return idOf(m_parts.end); }
    [[nodiscard]] bool takesPairs() const override { return true; }
    [[nodiscard]] bool usesTokenTypes() const override { return true; }
    [[nodiscard]] std::string kind() const override { return m_parts.kind; }

private:
    struct Split;
    using Cache = std::unordered_map<std::string, std::vector<ModelPiece>>;

    explicit Pipeline(PipelineParts parts);
    [[nodiscard]] std::optional<TokenId> idOf(const std::optional<std::string>& piece) const;
    [[nodiscard]] std::vector<Split> splits(std::string_view text) const;
    /// `word` is the number of the next word.
    void addTokens(const Split& split, int& word, Cache& cache, Tokens& out) const;
    /// The tokens of a sanitised text, before the post-processor.
    [[nodiscard]] Tokens tokens(std::string_view text, int sequence) const;

    PipelineParts m_parts;
    SpecialTokens m_raw;        ///< looked for in the typed text
    SpecialTokens m_normalized; ///< and those looked for in the normalised one
    std::unordered_map<std::string, TokenId> m_addedIds;
    std::unordered_map<TokenId, std::string> m_addedPieces;
    int m_size = 0;
};

} // namespace hl
