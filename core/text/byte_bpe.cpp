#include "core/text/byte_bpe.h"

#include "core/base/shown.h"
#include "core/text/characters.h"
#include "core/text/piece_display.h"
#include "core/text/unicode.h"

#include <algorithm>

namespace hl {

namespace {

bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

} // namespace

ByteBpe::ByteBpe(ByteBpeVocabulary vocabulary, RegexSplit split)
    : m_vocabulary(std::move(vocabulary))
    , m_specials(m_vocabulary.specials)
    , m_split(std::move(split))
{}

Result<std::shared_ptr<const ByteBpe>> ByteBpe::make(ByteBpeVocabulary vocabulary)
{
    auto split = RegexSplit::fromFile(kGpt2Pattern);
    if (!split)
        return tl::unexpected(split.error());
    std::shared_ptr<ByteBpe> made(new ByteBpe(std::move(vocabulary), std::move(*split)));
    auto indexed = made->index();
    if (indexed)
        indexed = made->indexMerges();
    if (!indexed)
        return tl::unexpected(indexed.error());
    return made;
}

Result<void> ByteBpe::index()
{
    const std::vector<std::string>& pieces = m_vocabulary.pieces;
    for (std::size_t id = 0; id < pieces.size(); ++id) {
        if (pieces[id].empty())
            continue;
        if (!m_ids.emplace(pieces[id], static_cast<TokenId>(id)).second)
            return fail(ErrorCode::BadTokenizer,
                        HL_NOOP("core", "vocab.json: piece \"%1\" has two ids: keep one of them"),
                        {shown(pieces[id])});
    }
    for (const SpecialToken& special : m_specials.all())
        if (special.id < 0 || special.id >= vocabularySize())
            return fail(
                ErrorCode::BadTokenizer,
                HL_NOOP("core",
                        "special token \"%1\" has id %2, but the vocabulary ends at %3: correct the id"),
                {shown(special.content), std::to_string(special.id), std::to_string(vocabularySize() - 1)});
    const std::optional<TokenId> unknown = idOf(m_vocabulary.unknown);
    for (unsigned byte = 0; byte < 256; ++byte) {
        const std::string letter = toUtf8(byteLetter(static_cast<unsigned char>(byte)));
        const std::optional<TokenId> id = idOf(letter);
        if (!id && !unknown)
            return fail(
                ErrorCode::BadTokenizer,
                HL_NOOP("core", "vocab.json: has no piece \"%1\" (byte %2): add it, or name an unk_token"),
                {letter, std::to_string(byte)});
        m_bytes[byte] = id ? *id : *unknown;
    }
    if (m_vocabulary.frame != BpeFrame::None && (!beginId() || !endId()))
        return fail(
            ErrorCode::BadTokenizer,
            HL_NOOP("core", "vocab.json: has no \"%1\" or \"%2\", between which its texts stand: add it"),
            {shown(m_vocabulary.begin), shown(m_vocabulary.end)});
    return {};
}

Result<void> ByteBpe::indexMerges()
{
    std::int32_t rank = 0;
    for (const auto& [left, right] : m_vocabulary.merges) {
        const std::string joined = left + right;
        std::array<TokenId, 3> ids{};
        for (const auto& [name, id] :
             {std::pair{&left, &ids[0]}, std::pair{&right, &ids[1]}, std::pair{&joined, &ids[2]}}) {
            const std::optional<TokenId> found = idOf(*name);
            if (!found)
                return fail(ErrorCode::BadTokenizer,
                            HL_NOOP("core",
                                    "merge %1 (\"%2\" + \"%3\") needs the piece \"%4\", which vocab.json "
                                    "lacks: take vocab.json and merges.txt of the same model"),
                            {std::to_string(rank + 1), shown(left), shown(right), shown(*name)});
            *id = *found;
        }
        m_merges.add(ids[0], ids[1], ids[2], rank++);
    }
    m_vocabulary.merges = {};
    return {};
}

void ByteBpe::encodePlain(std::string_view text, const TextPart& part, Cache& cache, Tokens& out,
                          int& word) const
{
    std::string plain(text.substr(part.begin, part.end - part.begin));
    int shift = part.begin; // from bytes of `plain` to bytes of `text`
    if (m_vocabulary.addPrefixSpace && part.begin == 0 && !isWhitespace(codePointAt(plain, 0).value)) {
        plain.insert(plain.begin(), ' ');
        --shift;
    }
    for (const ByteRange& range : m_split.split(plain)) {
        const std::string typed = plain.substr(range.begin, range.end - range.begin);
        auto [known, isNew] = cache.try_emplace(typed);
        if (isNew) {
            std::vector<TokenId> symbols;
            symbols.reserve(typed.size());
            for (const char byte : typed)
                symbols.push_back(m_bytes[static_cast<unsigned char>(byte)]);
            known->second = m_merges.apply(symbols);
        }
        for (const BpePiece& piece : known->second) {
            int begin = range.begin + piece.begin;
            int end = range.begin + piece.end;
            while (begin > range.begin && isContinuation(plain[begin]))
                --begin;
            while (end < range.end && isContinuation(plain[end]))
                ++end;
            const ByteRange at = trimmed(
                {std::max(begin + shift, part.begin), std::max(end + shift, part.begin)}, piece.id, text);
            out.push_back(token(piece.id, at.begin, at.end, word));
        }
        ++word;
    }
}

/// The range without the white space that the piece itself starts or ends with, counted in characters.
ByteRange ByteBpe::trimmed(ByteRange range, TokenId id, std::string_view text) const
{
    if (!m_vocabulary.trimOffsets)
        return range;
    // Only the letter of the space and real white space count: a newline's letter is an ordinary one to the
    // reference.
    const auto isSpace = [](char32_t letter) { return letter == byteLetter(' ') || isWhitespace(letter); };
    const std::vector<CodePoint> letters = codePoints(m_vocabulary.pieces[static_cast<std::size_t>(id)]);
    for (auto letter = letters.begin(); letter != letters.end() && isSpace(letter->value); ++letter)
        if (range.begin < range.end && isWhitespace(codePointAt(text, range.begin).value))
            range.begin = codePointAt(text, range.begin).end;
    for (auto letter = letters.rbegin(); letter != letters.rend() && isSpace(letter->value); ++letter) {
        int last = range.end - 1;
        while (last > range.begin && isContinuation(text[last]))
            --last;
        if (range.begin < range.end && isWhitespace(codePointAt(text, last).value))
            range.end = last;
    }
    return range;
}

Tokens ByteBpe::encode(std::string_view input) const
{
    const std::string text = sanitise(input);
    Tokens out;
    Cache cache; // words repeat within a text; nothing is kept between calls, so threads share nothing
    int word = 0;
    for (const TextPart& part : m_specials.split(text)) {
        if (!part.special) {
            encodePlain(text, part, cache, out, word);
            continue;
        }
        int begin = part.begin;
        while (m_vocabulary.trimOffsets && begin < part.end && isWhitespace(codePointAt(text, begin).value))
            begin = codePointAt(text, begin).end;
        out.push_back(token(part.special->id, begin, part.end, word++));
        out.back().piece =
            text.substr(part.begin, part.end - part.begin); // with the space it takes, as the reference
    }
    nameSharedCharacters(out, text, {}, [](const Token& token) {
        return isBrokenPiece(token.piece, PieceStyle{.hasByteLetters = true});
    });
    return out;
}

Tokens ByteBpe::encodeForModel(std::string_view text, std::optional<std::string_view> pair) const
{
    Tokens out;
    int at = 0;
    const auto special = [&](std::optional<TokenId> id, int segment) {
        out.push_back(token(*id, at, at, -1));
        out.back().isSpecial = true;
        out.back().segment = out.back().sequence = segment;
    };
    const auto typed = [&](std::string_view part, int segment) {
        for (Token& one : encode(part)) {
            one.segment = one.sequence = segment;
            at = one.end;
            out.push_back(std::move(one));
        }
    };
    const bool isRoberta = m_vocabulary.frame == BpeFrame::Roberta;
    if (m_vocabulary.frame != BpeFrame::None)
        special(beginId(), 0);
    typed(text, 0);
    if (isRoberta)
        special(endId(), 0);
    if (isRoberta && pair) {
        at = 0;
        special(endId(), 1);
        typed(*pair, 1);
        special(endId(), 1);
    }
    return out;
}

std::string ByteBpe::bytesOf(TokenId id) const
{
    const std::string name = piece(id);
    if (m_specials.find(name))
        return name;
    std::string out;
    for (const CodePoint& letter : codePoints(name)) {
        const std::optional<unsigned char> byte = letterByte(letter.value);
        if (!byte)
            return name; // an added piece that is plain text
        out += static_cast<char>(*byte);
    }
    return out;
}

std::string ByteBpe::decode(std::span<const TokenId> ids) const
{
    std::string out;
    for (const TokenId id : ids)
        out += bytesOf(id);
    return sanitise(out);
}

std::string ByteBpe::piece(TokenId id) const
{
    return id >= 0 && id < vocabularySize() ? m_vocabulary.pieces[static_cast<std::size_t>(id)]
                                            : std::string();
}

std::string ByteBpe::displayPiece(TokenId id) const
{
    return shownBytes(bytesOf(id));
}

std::optional<TokenId> ByteBpe::idOf(std::string_view piece) const
{
    const auto found = m_ids.find(piece);
    return found == m_ids.end() ? std::nullopt : std::optional(found->second);
}

} // namespace hl
