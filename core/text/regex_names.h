#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hl {

/// The inside of a class that holds what Oniguruma's \w does. Alone it also takes the superscripts and fractions of Latin-1,
/// within a class it does not.
[[nodiscard]] std::string regexWord(bool isAlone);

/// \b, or \B: PCRE2's own knows fewer letters of words.
[[nodiscard]] std::string regexWordEdge(bool isEdge);

/// Oniguruma's [:name:], to stand in a class. Nothing for unknown names and what PCRE2 has no words for.
[[nodiscard]] std::optional<std::string> regexPosixClass(std::string_view name, bool isNegated);

/// Oniguruma's \p{name}, or \P{name}, to stand in a class or alone: general categories by their long names too, scripts
/// without the signs that several of them share, POSIX classes. Nothing for what PCRE2 has no words for.
[[nodiscard]] std::optional<std::string> regexProperty(std::string_view name, bool isNegated, bool isInClass);

} // namespace hl
