#pragma once

#include <string>
#include <string_view>

namespace hl {

/// How a vocabulary writes what has no letter of its own; empty marks are not used.
struct PieceStyle
{
    bool hasByteLetters = false; ///< pieces are written in GPT-2's byte alphabet
    bool hasByteFallback = false; ///< <0xE6> is a byte
    std::string spaceMark{}; ///< "▁"
    std::string continuingPrefix{}; ///< "##"
    std::string endSuffix{}; ///< "</w>"
};

/// A piece for people: without its space mark, prefix and suffix; spaces alone as "␣", bytes of a split character as
/// <E6>. The one place that makes labels of pieces.
[[nodiscard]] std::string shownPiece(std::string_view piece, const PieceStyle& style);

/// The same of what a piece stands for: its bytes, a space where it begins a word.
[[nodiscard]] std::string shownBytes(std::string bytes);

/// True if a piece is bytes that make no whole characters.
[[nodiscard]] bool isBrokenPiece(std::string_view piece, const PieceStyle& style);

} // namespace hl
