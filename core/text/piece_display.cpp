#include "core/text/piece_display.h"

#include "core/text/aligned_text.h"
#include "core/text/byte_letters.h"
#include "core/text/token_model.h"
#include "core/text/unicode.h"

#include <utility>

namespace hl {

namespace {

/// The bytes a piece stands for, as far as letters and bytes are concerned.
std::string bytesOf(std::string_view piece, const PieceStyle& style)
{
    if (style.hasByteFallback)
        if (const auto byte = pieceByte(piece))
            return std::string(1, static_cast<char>(*byte));
    if (!style.hasByteLetters)
        return std::string(piece);
    std::string out;
    for (const char32_t letter : toUtf32(piece)) {
        const auto byte = letterByte(letter);
        if (!byte)
            return std::string(piece); // an added piece that is plain text
        out += static_cast<char>(*byte);
    }
    return out;
}

void marksToSpaces(std::string& text, const std::string& mark)
{
    if (mark.empty())
        return;
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1))
        text.replace(at, mark.size(), " ");
}

} // namespace

bool isBrokenPiece(std::string_view piece, const PieceStyle& style)
{
    return !isValidUtf8(bytesOf(piece, style));
}

std::string shownPiece(std::string_view piece, const PieceStyle& style)
{
    std::string_view name = piece;
    if (!style.continuingPrefix.empty() && name.size() > style.continuingPrefix.size() &&
        name.starts_with(style.continuingPrefix))
        name.remove_prefix(style.continuingPrefix.size());
    if (!style.endSuffix.empty() && name.size() > style.endSuffix.size() && name.ends_with(style.endSuffix))
        name.remove_suffix(style.endSuffix.size());
    std::string bytes = bytesOf(name, style);
    marksToSpaces(bytes, style.spaceMark);
    return shownBytes(std::move(bytes));
}

std::string shownBytes(std::string bytes)
{
    if (!bytes.empty() && bytes.find_first_not_of(' ') == std::string::npos) {
        std::string out;
        for (std::size_t i = 0; i < bytes.size(); ++i)
            out += "␣"; // spaces alone would be an empty label
        return out;
    }
    if (bytes.starts_with(' '))
        bytes.erase(0, 1);
    return displayBytes(bytes);
}

} // namespace hl
