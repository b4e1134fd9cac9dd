#include "core/text/token_model.h"

#include <charconv>

namespace hl {

std::optional<unsigned char> pieceByte(std::string_view piece)
{
    if (piece.size() != 6 || !piece.starts_with("<0x") || piece.back() != '>')
        return std::nullopt;
    unsigned value = 0;
    const auto read = std::from_chars(piece.data() + 3, piece.data() + 5, value, 16);
    if (read.ec != std::errc() || read.ptr != piece.data() + 5)
        return std::nullopt;
    return static_cast<unsigned char>(value);
}

std::string bytePiece(unsigned char byte)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    return {'<', '0', 'x', digits[byte >> 4], digits[byte & 15], '>'};
}

std::vector<std::optional<TokenId>> byteIds(const PieceTable& pieces)
{
    std::vector<std::optional<TokenId>> out;
    for (unsigned byte = 0; byte < 256; ++byte)
        out.push_back(pieces.find(bytePiece(static_cast<unsigned char>(byte))));
    return out;
}

} // namespace hl
