#include "core/text/word_tokenizer.h"

#include "core/base/shown.h"
#include "core/text/characters.h"
#include "core/text/piece_display.h"
#include "core/text/unicode.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace hl {

namespace {

constexpr std::string_view kWordMark = "▁";

std::string bytePiece(unsigned byte)
{
    std::array<char, 8> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "<0x%02X>", byte);
    return buffer.data();
}

bool isWordLetter(char32_t value)
{
    return isLetter(value) && !isHan(value);
}

} // namespace

std::vector<std::string> bytePieces()
{
    std::vector<std::string> out{std::string(kWordMark)};
    for (unsigned byte = 0; byte < 256; ++byte)
        out.push_back(bytePiece(byte));
    return out;
}

Result<std::shared_ptr<const WordTokenizer>> WordTokenizer::make(WordVocabulary vocabulary)
{
    // The map holds views of the strings, so it is filled once they are where they stay.
    std::shared_ptr<WordTokenizer> made(new WordTokenizer(std::move(vocabulary)));
    const std::vector<std::string>& words = made->m_vocabulary.words;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].empty() || !isValidUtf8(words[i]))
            return fail(ErrorCode::BadTokenizer,
                        HL_NOOP("core", "vocabulary entry %1 is empty or not UTF-8: give every entry a text"),
                        {std::to_string(i)});
        if (!made->m_ids.emplace(words[i], static_cast<TokenId>(i)).second)
            return fail(ErrorCode::BadTokenizer,
                        HL_NOOP("core", "vocabulary entry \"%1\" is listed twice: keep one of them"),
                        {shown(words[i])});
        int length = 0;
        bool allHan = true;
        for (const CodePoint& c : codePoints(words[i])) {
            allHan = allHan && isHan(c.value);
            ++length;
        }
        if (allHan)
            made->m_longestHan = std::max(made->m_longestHan, length);
    }
    for (const std::string& piece : bytePieces()) {
        const std::optional<TokenId> id = made->idOf(piece);
        if (!id)
            return fail(
                ErrorCode::BadTokenizer,
                HL_NOOP("core", "the vocabulary lacks the byte piece \"%1\": add it and the other 255"),
                {piece});
        if (piece == kWordMark) {
            made->m_mark = *id;
        } else {
            made->m_byteOf.emplace(*id, static_cast<unsigned char>(made->m_bytes.size()));
            made->m_bytes.push_back(*id);
        }
    }
    if ((made->m_vocabulary.addBegin && !made->beginId()) || (made->m_vocabulary.addEnd && !made->endId()))
        return fail(
            ErrorCode::BadTokenizer,
            HL_NOOP("core",
                    "the vocabulary lacks \"%1\" or \"%2\", which its texts start or end with: add it"),
            {made->m_vocabulary.begin, made->m_vocabulary.end});
    return made;
}

WordTokenizer::WordTokenizer(WordVocabulary vocabulary)
    : m_vocabulary(std::move(vocabulary))
{}

std::optional<TokenId> WordTokenizer::idOf(std::string_view piece) const
{
    const auto found = m_ids.find(piece);
    return found == m_ids.end() ? std::nullopt : std::optional(found->second);
}

std::optional<TokenId> WordTokenizer::wordId(std::string_view word) const
{
    // Only what was typed as a word: a typed "▁" is a sign like any other.
    return word == kWordMark ? std::nullopt : idOf(word);
}

std::optional<unsigned char> WordTokenizer::byteOf(TokenId id) const
{
    const auto found = m_byteOf.find(id);
    return found == m_byteOf.end() ? std::nullopt : std::optional(found->second);
}

int WordTokenizer::hanEnd(std::string_view text, int begin) const
{
    int best = codePointAt(text, begin).end;
    int at = begin;
    for (int n = 0; n < m_longestHan && at < static_cast<int>(text.size()); ++n) {
        const CodePoint next = codePointAt(text, at);
        if (!isHan(next.value))
            break;
        at = next.end;
        if (idOf(text.substr(begin, at - begin)))
            best = at;
    }
    return best;
}

int WordTokenizer::joinedEnd(std::string_view text, int begin, int end) const
{
    const int size = static_cast<int>(text.size());
    if (end == size || (text[static_cast<std::size_t>(end)] != '\'' && text[static_cast<std::size_t>(end)] != '-'))
        return end;
    int next = end + 1;
    while (next < size && (isWordLetter(codePointAt(text, next).value) || isMark(codePointAt(text, next).value)))
        next = codePointAt(text, next).end;
    for (const int longer : {next, end + 1}) {
        if (idOf(text.substr(begin, longer - begin)))
            return longer;
    }
    return end;
}

std::vector<WordTokenizer::Word> WordTokenizer::split(std::string_view text) const
{
    std::vector<Word> out;
    const int size = static_cast<int>(text.size());
    const bool hasMask = maskId().has_value();
    for (int at = 0; at < size;) {
        const CodePoint first = codePointAt(text, at);
        Word word{at, first.end, isLetter(first.value)};
        at = first.end;
        if (isWhitespace(first.value))
            continue;
        if (hasMask && text.substr(word.begin).starts_with(m_vocabulary.mask)) {
            word = {word.begin, word.begin + static_cast<int>(m_vocabulary.mask.size()), false};
        } else if (isHan(first.value)) {
            word.end = hanEnd(text, word.begin);
            word.isLetters = true;
        } else if (word.isLetters) {
            for (; word.end < size; word.end = codePointAt(text, word.end).end) {
                const char32_t next = codePointAt(text, word.end).value;
                if (!isWordLetter(next) && !isMark(next))
                    break;
            }
            word.end = joinedEnd(text, word.begin, word.end);
            const int afterS = word.end + 2;
            const bool hasS = text.substr(word.end).starts_with("'s") &&
                              (afterS == size || !isLetter(codePointAt(text, afterS).value));
            // "John's" is one word, unless the vocabulary has a piece for 's alone and none for the whole.
            if (hasS && (idOf(text.substr(word.begin, afterS - word.begin)) || !idOf("'s")))
                word.end = afterS;
            else if (hasS)
                out.push_back(std::exchange(word, {word.end, afterS, false}));
        }
        out.push_back(word);
        at = word.end;
    }
    return out;
}

Tokens WordTokenizer::encode(std::string_view input) const
{
    const std::string text = sanitise(input);
    Tokens out;
    int index = 0;
    for (const Word& word : split(text)) {
        const std::string_view typed = std::string_view(text).substr(word.begin, word.end - word.begin);
        if (const std::optional<TokenId> id = wordId(typed)) {
            out.push_back(token(*id, word.begin, word.end, index));
        } else {
            if (word.isLetters)
                out.push_back(token(m_mark, word.begin, word.begin, index));
            for (int at = word.begin; at < word.end; ++at)
                out.push_back(token(m_bytes[static_cast<unsigned char>(text[at])], at, at + 1, index));
        }
        ++index;
    }
    nameSharedCharacters(out, text, {}, [](const Token& token) {
        return isBrokenPiece(token.piece, PieceStyle{.hasByteFallback = true});
    });
    return out;
}

Tokens WordTokenizer::encodeForModel(std::string_view text, std::optional<std::string_view> pair) const
{
    Tokens out;
    const auto special = [&](TokenId id, int at, int segment) {
        out.push_back(token(id, at, at, -1));
        out.back().isSpecial = true;
        out.back().segment = out.back().sequence = segment;
    };
    if (m_vocabulary.addBegin)
        special(*beginId(), 0, 0);
    for (Token& typed : encode(text))
        out.push_back(std::move(typed));
    if (m_vocabulary.addEnd)
        special(*endId(), out.empty() ? 0 : out.back().end, 0);
    if (!pair || !takesPairs())
        return out;
    int end = 0;
    for (Token& typed : encode(*pair)) {
        typed.segment = typed.sequence = 1;
        end = typed.end;
        out.push_back(std::move(typed));
    }
    special(*endId(), end, 1);
    return out;
}

std::string WordTokenizer::decode(std::span<const TokenId> ids) const
{
    std::string out;
    bool insideBytes = false; // of a word or sign that is spelled
    bool afterHan = false;
    bool afterElision = false; // "l'" belongs to the next word
    for (const TokenId id : ids) {
        const std::string name = piece(id);
        if (name.empty())
            continue;
        const std::optional<unsigned char> byte = byteOf(id);
        const std::vector<CodePoint> letters = codePoints(name);
        const bool joins = (byte && insideBytes) || (afterHan && isHan(letters.front().value)) || afterElision || name == "'s";
        if (!out.empty() && !joins)
            out += ' ';
        if (byte)
            out += static_cast<char>(*byte);
        else if (id != m_mark)
            out += name;
        insideBytes = byte || id == m_mark;
        afterHan = isHan(letters.back().value);
        afterElision = letters.size() > 1 && letters.back().value == U'\'';
    }
    return sanitise(out);
}

std::string WordTokenizer::piece(TokenId id) const
{
    return id >= 0 && id < vocabularySize() ? m_vocabulary.words[static_cast<std::size_t>(id)]
                                            : std::string();
}

std::string WordTokenizer::displayPiece(TokenId id) const
{
    const std::optional<unsigned char> byte = byteOf(id);
    const char raw = static_cast<char>(byte.value_or(0));
    return byte ? displayBytes(std::string_view(&raw, 1)) : displayText(piece(id));
}

Coverage WordTokenizer::coverage(std::string_view input) const
{
    const std::string text = sanitise(input);
    Coverage out;
    for (const Word& word : split(text)) {
        if (!word.isLetters)
            continue;
        ++out.total;
        if (wordId(std::string_view(text).substr(word.begin, word.end - word.begin)))
            ++out.known;
    }
    return out;
}

} // namespace hl
