#include "core/sentencepiece_file.h"

#include "core/text/token_model.h"

#include <bit>

namespace protobuf {

std::string varint(std::uint64_t value)
{
    std::string out;
    for (; value >= 0x80; value >>= 7)
        out += static_cast<char>((value & 0x7F) | 0x80);
    return out + static_cast<char>(value);
}

std::string number(unsigned field, std::uint64_t value)
{
    return varint(field << 3) + varint(value);
}

std::string real(unsigned field, float value)
{
    std::string out = varint((field << 3) | 5);
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (int i = 0; i < 4; ++i)
        out += static_cast<char>((bits >> (8 * i)) & 0xFF);
    return out;
}

std::string bytes(unsigned field, std::string_view value)
{
    return varint((field << 3) | 2) + varint(value.size()) + std::string(value);
}

std::string piece(std::string_view text, float score, unsigned type)
{
    return bytes(1, bytes(1, text) + real(2, score) + number(3, type));
}

std::string trainer(unsigned kind, bool hasByteFallback)
{
    return bytes(2, number(3, kind) + number(35, hasByteFallback ? 1 : 0));
}

std::string normalizer(bool addsPrefix, bool removesSpaces, std::string_view charsmap)
{
    return bytes(3, (charsmap.empty() ? std::string() : bytes(2, charsmap)) + number(3, addsPrefix ? 1 : 0) +
                        number(4, removesSpaces ? 1 : 0));
}

std::string bytePieces()
{
    std::string out;
    for (unsigned byte = 0; byte < 256; ++byte)
        out += piece(hl::bytePiece(static_cast<unsigned char>(byte)), 0, 6);
    return out;
}

} // namespace protobuf
