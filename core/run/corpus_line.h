#pragma once

#include "core/base/limits.h"

#include <tl/expected.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hl {

/// Why a line of a corpus is left out.
enum class LineProblem : std::uint8_t { Empty, TooLong, BadUtf8, BadJson, NoText, Refused };
inline constexpr int lineProblemCount = static_cast<int>(LineProblem::Refused) + 1;

/// "empty", "too_long", ...: for files; and for people.
[[nodiscard]] const char* nameOf(LineProblem problem);
[[nodiscard]] const char* wordsFor(LineProblem problem);

/// A text a line, or a JSON value a line: a string, or an object with the text in a field.
enum class CorpusFormat { Text, JsonLines };

/// Bytes of a line that are looked at; longer ones are too long.
inline constexpr std::size_t longestCorpusLine = 4 * limits::promptCharacters;

struct CorpusText
{
    std::string text;
    std::optional<std::string> target; ///< of JSON objects with a field "target" (encoder-decoder models)
};

[[nodiscard]] tl::expected<CorpusText, LineProblem> readCorpusLine(std::string_view line, CorpusFormat format,
                                                                   const std::string& field = "text");

} // namespace hl
