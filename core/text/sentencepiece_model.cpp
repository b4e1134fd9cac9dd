#include "core/text/sentencepiece_model.h"

#include "core/base/limits.h"
#include "core/base/shown.h"
#include "core/text/protobuf_reader.h"
#include "core/text/unicode.h"

#include <cmath>
#include <unordered_set>

namespace hl {

namespace {

/// The numbers of the fields in sentencepiece_model.proto.
namespace field {
constexpr std::uint32_t pieces = 1, trainer = 2, normalizer = 3;
constexpr std::uint32_t piece = 1, score = 2, type = 3;
constexpr std::uint32_t modelType = 3, spaceAsSuffix = 24, byteFallback = 35, unknownSurface = 44;
constexpr std::uint32_t charsmap = 2, dummyPrefix = 3, extraSpaces = 4, escapeSpaces = 5;
} // namespace field

tl::unexpected<Error> damaged(const std::string& what)
{
    return fail(ErrorCode::BadTokenizer,
                HL_NOOP("core", "%1: is not a SentencePiece model or is damaged: get the file again"), {what});
}

Result<SentencePiece> readPiece(std::string_view bytes, std::size_t id, const std::string& what)
{
    SentencePiece out;
    ProtobufReader reader(bytes);
    while (const auto next = reader.next()) {
        if (next->number == field::piece && next->hasBytes) {
            if (next->bytes.size() > limits::tokenPiece)
                return fail(ErrorCode::BadTokenizer,
                            HL_NOOP("core", "%1: piece \"%2\" is longer than 4096 bytes: choose another file"),
                            {what, shown(next->bytes)});
            out.piece = next->bytes;
        } else if (next->number == field::score && !next->hasBytes) {
            out.score = next->asFloat();
        } else if (next->number == field::type && !next->hasBytes) {
            if (next->value < 1 || next->value > 6)
                return damaged(what);
            out.type = static_cast<PieceType>(next->value);
        }
    }
    if (reader.isDamaged())
        return damaged(what);
    if (out.piece.empty() || !isValidUtf8(out.piece))
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "%1: piece %2 is empty or not UTF-8: get the file again"),
                    {what, std::to_string(id)});
    if (!std::isfinite(out.score))
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "%1: the score of piece \"%2\" is not a number: get the file again"),
                    {what, shown(out.piece)});
    return out;
}

Result<void> readTrainer(std::string_view bytes, const std::string& what, SentencePieceModel& out)
{
    ProtobufReader reader(bytes);
    while (const auto next = reader.next()) {
        if (next->number == field::modelType && !next->hasBytes) {
            if (next->value != 1 && next->value != 2)
                return fail(ErrorCode::Unsupported,
                            HL_NOOP("core", "%1: SentencePiece models by words or characters are not supported: use "
                                            "one of type unigram or BPE"),
                            {what});
            out.kind = static_cast<SentencePieceModel::Kind>(next->value);
        } else if (next->number == field::spaceAsSuffix) {
            out.spaceIsSuffix = next->asBool();
        } else if (next->number == field::byteFallback) {
            out.hasByteFallback = next->asBool();
        } else if (next->number == field::unknownSurface && next->hasBytes) {
            out.unknownSurface = sanitise(next->bytes.substr(0, limits::tokenPiece));
        }
    }
    return reader.isDamaged() ? Result<void>(damaged(what)) : Result<void>();
}

Result<void> readNormalizer(std::string_view bytes, const std::string& what, SentencePieceModel& out)
{
    ProtobufReader reader(bytes);
    while (const auto next = reader.next()) {
        if (next->number == field::charsmap && next->hasBytes) {
            auto charsmap = Charsmap::make(next->bytes);
            if (!charsmap)
                return tl::unexpected(charsmap.error());
            out.charsmap = std::move(*charsmap);
        } else if (next->number == field::dummyPrefix) {
            out.addDummyPrefix = next->asBool();
        } else if (next->number == field::extraSpaces) {
            out.removeExtraSpaces = next->asBool();
        } else if (next->number == field::escapeSpaces) {
            out.escapeSpaces = next->asBool();
        }
    }
    return reader.isDamaged() ? Result<void>(damaged(what)) : Result<void>();
}

Result<void> check(const std::string& what, SentencePieceModel& model)
{
    std::unordered_set<std::string_view> seen;
    int unknowns = 0;
    for (std::size_t id = 0; id < model.pieces.size(); ++id) {
        const SentencePiece& piece = model.pieces[id];
        if (!seen.insert(piece.piece).second)
            return fail(ErrorCode::BadTokenizer,
                        HL_NOOP("core", "%1: piece \"%2\" is there twice: get the file again"),
                        {what, shown(piece.piece)});
        if (piece.type == PieceType::Unknown) {
            model.unknown = static_cast<TokenId>(id);
            ++unknowns;
        }
    }
    if (unknowns != 1)
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "%1: has %2 unknown pieces, but there must be one: get the file again"),
                    {what, std::to_string(unknowns)});
    for (unsigned byte = 0; model.hasByteFallback && byte < 256; ++byte) {
        constexpr std::string_view digits = "0123456789ABCDEF";
        const std::string piece{'<', '0', 'x', digits[byte >> 4], digits[byte & 15], '>'};
        if (!seen.contains(piece))
            return fail(ErrorCode::BadTokenizer,
                        HL_NOOP("core", "%1: lacks the byte piece \"%2\": get the file again"), {what, piece});
    }
    return {};
}

} // namespace

Result<SentencePieceModel> readSentencePieceModel(std::string_view bytes, const std::string& what)
{
    SentencePieceModel out;
    ProtobufReader reader(bytes);
    while (const auto next = reader.next()) {
        if (!next->hasBytes)
            continue;
        Result<void> read;
        if (next->number == field::pieces) {
            if (out.pieces.size() >= limits::vocabularySize)
                return fail(ErrorCode::BadTokenizer,
                            HL_NOOP("core", "%1: has more than %2 entries, which no known tokenizer needs: choose "
                                            "another file"),
                            {what, std::to_string(limits::vocabularySize)});
            auto piece = readPiece(next->bytes, out.pieces.size(), what);
            if (!piece)
                return tl::unexpected(piece.error());
            out.pieces.push_back(std::move(*piece));
        } else if (next->number == field::trainer) {
            read = readTrainer(next->bytes, what, out);
        } else if (next->number == field::normalizer) {
            read = readNormalizer(next->bytes, what, out);
        }
        if (!read)
            return tl::unexpected(read.error());
    }
    if (reader.isDamaged() || out.pieces.empty())
        return damaged(what);
    if (auto checked = check(what, out); !checked)
        return tl::unexpected(checked.error());
    return out;
}

} // namespace hl
