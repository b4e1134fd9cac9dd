#include "core/text/decoders.h"

#include "core/text/byte_letters.h"
#include "core/text/token_model.h"
#include "core/text/unicode.h"

#include <algorithm>

namespace hl {

namespace {

void replaceAll(std::string& text, std::string_view from, std::string_view to)
{
    if (from.empty())
        return;
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// The bytes of a piece of byte letters, or the piece itself if it has other letters.
std::string bytesOf(const std::string& piece)
{
    std::string out;
    for (const char32_t letter : toUtf32(piece)) {
        const auto byte = letterByte(letter);
        if (!byte)
            return piece;
        out += static_cast<char>(*byte);
    }
    return out;
}

void flushBytes(std::string& bytes, std::vector<std::string>& out)
{
    if (bytes.empty())
        return;
    if (isValidUtf8(bytes))
        out.push_back(bytes);
    else
        out.insert(out.end(), bytes.size(), "\uFFFD");
    bytes.clear();
}

std::string joined(const std::vector<std::string>& pieces)
{
    std::string out;
    for (const std::string& piece : pieces)
        out += piece;
    return out;
}

} // namespace

Decoder byteLevelDecoder()
{
    return [](std::vector<std::string>& pieces) {
        std::string bytes;
        for (const std::string& piece : pieces)
            bytes += bytesOf(piece);
        pieces = {sanitise(bytes)};
    };
}

Decoder wordPieceDecoder(const std::string& prefix)
{
    return [=](std::vector<std::string>& pieces) {
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            if (i > 0 && pieces[i].starts_with(prefix))
                pieces[i].erase(0, prefix.size());
            else if (i > 0)
                pieces[i].insert(0, " ");
        }
    };
}

Decoder metaspaceDecoder(const std::string& mark, bool dropsFirst)
{
    return [=](std::vector<std::string>& pieces) {
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            std::string& piece = pieces[i];
            if (i == 0 && dropsFirst) { // of the first piece every mark goes
                replaceAll(piece, mark, "");
                continue;
            }
            replaceAll(piece, mark, " ");
        }
    };
}

Decoder bpeDecoder(const std::string& suffix)
{
    return [=](std::vector<std::string>& pieces) {
        for (std::size_t i = 0; i < pieces.size(); ++i)
            replaceAll(pieces[i], suffix, i + 1 == pieces.size() ? "" : " ");
    };
}

Decoder byteFallbackDecoder()
{
    return [](std::vector<std::string>& pieces) {
        std::vector<std::string> out;
        std::string bytes;
        for (std::string& piece : pieces) {
            if (const auto byte = pieceByte(piece)) {
                bytes += static_cast<char>(*byte);
                continue;
            }
            flushBytes(bytes, out);
            out.push_back(std::move(piece));
        }
        flushBytes(bytes, out);
        pieces = std::move(out);
    };
}

Decoder fuseDecoder()
{
    return [](std::vector<std::string>& pieces) { pieces = {joined(pieces)}; };
}

Decoder stripDecoder(const std::string& letter, std::size_t first, std::size_t last)
{
    return [=](std::vector<std::string>& pieces) {
        for (std::string& piece : pieces) {
            for (std::size_t i = 0; i < first && !letter.empty() && piece.starts_with(letter); ++i)
                piece.erase(0, letter.size());
            for (std::size_t i = 0; i < last && !letter.empty() && piece.ends_with(letter); ++i)
                piece.erase(piece.size() - letter.size());
        }
    };
}

Decoder replaceDecoder(Pattern pattern, const std::string& content)
{
    return [pattern = std::move(pattern), content = toUtf32(content)](std::vector<std::string>& pieces) {
        for (std::string& piece : pieces) {
            AlignedText text(piece);
            std::vector<AlignedText::Range> ranges;
            for (const Stretch& stretch : pattern.stretches(text))
                if (stretch.isMatch)
                    ranges.push_back({stretch.begin, stretch.end});
            text.replace(ranges, content);
            piece = text.utf8();
        }
    };
}

Decoder ctcDecoder(const std::string& pad, const std::string& delimiter, bool hasSpaces)
{
    return [=](std::vector<std::string>& pieces) {
        pieces.erase(std::unique(pieces.begin(), pieces.end()), pieces.end());
        for (std::string& piece : pieces) {
            replaceAll(piece, pad, "");
            if (hasSpaces)
                replaceAll(piece, delimiter, " ");
        }
        std::erase(pieces, std::string());
    };
}

Decoder sequence(std::vector<Decoder> parts)
{
    return [parts = std::move(parts)](std::vector<std::string>& pieces) {
        for (const Decoder& part : parts)
            part(pieces);
    };
}

} // namespace hl
