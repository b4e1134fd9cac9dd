#pragma once

#include "core/text/pattern.h"

#include <functional>
#include <string>
#include <vector>

namespace hl {

/// What turns the pieces of a text back into the text, step by step; the steps' results are joined at the end.
/// English is not tidied up ("dog ." stays so), whatever the file asks for.
using Decoder = std::function<void(std::vector<std::string>&)>;

/// Letters of GPT-2's byte alphabet become bytes.
[[nodiscard]] Decoder byteLevelDecoder();
/// Pieces that do not start with `prefix` get a space in front.
[[nodiscard]] Decoder wordPieceDecoder(const std::string& prefix);
/// `mark` becomes a space, and goes at the beginning.
[[nodiscard]] Decoder metaspaceDecoder(const std::string& mark, bool dropsFirst);
/// `suffix` becomes a space, and goes at the end.
[[nodiscard]] Decoder bpeDecoder(const std::string& suffix);
/// Runs of byte pieces (<0xE6>) become characters, or U+FFFD each where they are none.
[[nodiscard]] Decoder byteFallbackDecoder();
[[nodiscard]] Decoder fuseDecoder();
/// Up to `first` and `last` letters `letter` go from the ends of every piece.
[[nodiscard]] Decoder stripDecoder(const std::string& letter, std::size_t first, std::size_t last);
[[nodiscard]] Decoder replaceDecoder(Pattern pattern, const std::string& content);
/// Repeated pieces are one, `pad` goes, `delimiter` becomes a space if `hasSpaces`.
[[nodiscard]] Decoder ctcDecoder(const std::string& pad, const std::string& delimiter, bool hasSpaces);
[[nodiscard]] Decoder sequence(std::vector<Decoder> parts);

} // namespace hl
