#pragma once

#include "core/base/error.h"
#include "core/text/charsmap.h"
#include "core/text/token.h"

#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// What a piece of a SentencePiece model is for.
enum class PieceType
{
    Normal = 1,
    Unknown,     ///< stands for what has no piece
    Control,     ///< "<s>": stands for no text
    UserDefined, ///< found as it stands, never split
    Unused,
    Byte, ///< "<0xE6>"
};

struct SentencePiece
{
    std::string piece;
    float score = 0; ///< log probability (Unigram), or minus the merge's rank (BPE)
    PieceType type = PieceType::Normal;
};

/// A spiece.model, tokenizer.model or .spm as read.
struct SentencePieceModel
{
    enum class Kind
    {
        Unigram = 1,
        Bpe,
    };

    std::vector<SentencePiece> pieces; ///< by id
    Kind kind = Kind::Unigram;
    TokenId unknown = 0;
    bool hasByteFallback = false;
    bool spaceIsSuffix = false;         ///< treat_whitespace_as_suffix
    std::string unknownSurface = " ⁇ "; ///< what the unknown piece is decoded to
    Charsmap charsmap;
    bool addDummyPrefix = true;
    bool removeExtraSpaces = true;
    bool escapeSpaces = true;
};

/// Reads a SentencePiece model from its bytes (protobuf). Refuses bytes that are none, models by words or
/// characters, repeated, empty and overlong pieces, scores that are no numbers, and models without an unknown piece.
[[nodiscard]] Result<SentencePieceModel> readSentencePieceModel(std::string_view bytes, const std::string& what);

} // namespace hl
