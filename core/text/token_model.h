#pragma once

#include "core/text/piece_table.h"

#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// A piece of a word and the bytes [begin, end) of the word it stands for. A byte's piece may stand for a part of a
/// character.
struct ModelPiece
{
    TokenId id = 0;
    int begin = 0;
    int end = 0;
};

/// The part of a tokenizer that has the vocabulary: splits one normalised word into pieces. Immutable.
class TokenModel
{
public:
    virtual ~TokenModel() = default;

    /// `word` is well-formed UTF-8 and not empty. Characters that the vocabulary cannot express are unknown pieces,
    /// or dropped where it has none.
    [[nodiscard]] virtual std::vector<ModelPiece> split(std::string_view word) const = 0;
    [[nodiscard]] virtual const PieceTable& pieces() const = 0;
    /// What stands for the unknown, if anything does.
    [[nodiscard]] virtual std::optional<TokenId> unknown() const = 0;
    /// "BPE", "WordPiece", ...
    [[nodiscard]] virtual const char* kind() const = 0;
};

/// "<0x0A>": the piece of a byte. Nothing for other pieces; two hexadecimal digits of either case.
[[nodiscard]] std::optional<unsigned char> pieceByte(std::string_view piece);
[[nodiscard]] std::string bytePiece(unsigned char byte);

/// The ids of the byte pieces, where the vocabulary has them.
[[nodiscard]] std::vector<std::optional<TokenId>> byteIds(const PieceTable& pieces);

} // namespace hl
