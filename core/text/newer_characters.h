#pragma once

#include <string>
#include <string_view>

namespace hl {

// Characters that came after Unicode 14, up to Unicode 16. Oniguruma and the other tables of the reference know them; the
// libraries we stand on (PCRE2, utf8proc) may be older, and ids must not depend on which are installed.

/// True for newer characters of a general category: "Lu", or "L" for all letters.
[[nodiscard]] bool isNewer(char32_t value, std::string_view category);

/// Lower case of capitals that came with Unicode 16 and 17, any other character itself.
[[nodiscard]] char32_t lowerOfNewer(char32_t value);

/// The characters of isNewer as the inside of a class of a regular expression; empty if there are none.
[[nodiscard]] std::string newerCharacters(std::string_view category);

} // namespace hl
