#pragma once

#include <optional>

namespace hl {

/// GPT-2's byte alphabet: printable bytes stand for themselves, the others for U+0100 and up ("Ġ" is a space).
[[nodiscard]] char32_t byteLetter(unsigned char byte);
/// Back again; nothing for a letter outside the alphabet.
[[nodiscard]] std::optional<unsigned char> letterByte(char32_t letter);

} // namespace hl
