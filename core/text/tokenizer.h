#pragma once

#include "core/base/error.h"
#include "core/text/token.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hl {

/// Text -> tokens with byte ranges, and back. Immutable; may be used from several threads.
/// Input is UTF-8; invalid bytes are replaced by U+FFFD first (see unicode.h, sanitise), and ranges refer to
/// the text handed in when it was valid.
class Tokenizer
{
public:
    virtual ~Tokenizer() = default;

    /// Tokens of one text, without special tokens.
    [[nodiscard]] virtual Tokens encode(std::string_view text) const = 0;

    /// Tokens of one text or a pair, with the special tokens this model's inputs have ([CLS] a [SEP] b
    /// [SEP]).
    [[nodiscard]] virtual Tokens
    encodeForModel(std::string_view text, std::optional<std::string_view> pair = std::nullopt) const = 0;

    /// The text of these ids, without any clean-up. Ids outside the vocabulary are skipped.
    [[nodiscard]] virtual std::string decode(std::span<const TokenId> ids) const = 0;

    /// One past the largest id.
    [[nodiscard]] virtual int vocabularySize() const = 0;

    /// Piece as the vocabulary names it; empty for an id outside it.
    [[nodiscard]] virtual std::string piece(TokenId id) const = 0;

    /// The same for people: a leading space mark is dropped, bytes of a split character are shown as <E6>.
    [[nodiscard]] virtual std::string displayPiece(TokenId id) const = 0;

    /// The token of this id with both, from bytes [begin, end) of the text, where it is a piece of this word.
    [[nodiscard]] Token token(TokenId id, int begin = 0, int end = 0, int word = -1) const;

    [[nodiscard]] virtual std::optional<TokenId> idOf(std::string_view piece) const = 0;

    /// Ids with a meaning of their own, where the vocabulary has them.
    [[nodiscard]] virtual std::optional<TokenId> maskId() const { return std::nullopt; }
    [[nodiscard]] virtual std::optional<TokenId> beginId() const { return std::nullopt; }
    [[nodiscard]] virtual std::optional<TokenId> endId() const { return std::nullopt; }

    /// True if model inputs may have a second text (segment 1). Where it is false, encodeForModel ignores the
    /// pair: whoever was given one refuses it first.
    [[nodiscard]] virtual bool takesPairs() const { return false; }

    /// True if the model reads segments as token types (BERT); RoBERTa's pairs are all of type 0.
    [[nodiscard]] virtual bool usesTokenTypes() const { return false; }

    /// "GPT-2 byte-level BPE", "BERT WordPiece", ...: for the model's card.
    [[nodiscard]] virtual std::string kind() const = 0;
};

} // namespace hl
