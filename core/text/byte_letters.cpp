#include "core/text/byte_letters.h"

#include <array>

namespace hl {

namespace {

constexpr bool isPrinted(unsigned byte)
{
    return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
}

constexpr std::array<char32_t, 256> kLetters = [] {
    std::array<char32_t, 256> out{};
    char32_t next = 0x100;
    for (unsigned byte = 0; byte < 256; ++byte)
        out[byte] = isPrinted(byte) ? byte : next++;
    return out;
}();

} // namespace

char32_t byteLetter(unsigned char byte)
{
    return kLetters[byte];
}

std::optional<unsigned char> letterByte(char32_t letter)
{
    if (letter < 256)
        return isPrinted(letter) ? std::optional(static_cast<unsigned char>(letter)) : std::nullopt;
    for (unsigned byte = 0; byte < 256; ++byte) // 68 letters lie outside Latin-1
        if (kLetters[byte] == letter)
            return static_cast<unsigned char>(byte);
    return std::nullopt;
}

} // namespace hl
