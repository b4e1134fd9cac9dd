#include "core/text/wordpiece.h"

#include "core/base/shown.h"
#include "core/text/unicode.h"

#include <algorithm>

namespace hl {

namespace {

constexpr std::string_view kContinues = "##";
constexpr std::ptrdiff_t kLongestWord = 100; // characters; the reference's max_input_chars_per_word

/// What BERT's cleaning drops: U+0000, U+FFFD, and category C but tab and line ends.
bool isDropped(char32_t value)
{
    if (value == U'\t' || value == U'\n' || value == U'\r')
        return false;
    return value == 0xFFFD || isOther(value);
}

/// All ASCII signs count as punctuation ("$", "^", "`" are not in P*).
bool isBertPunctuation(char32_t value)
{
    return (value >= 33 && value <= 47) || (value >= 58 && value <= 64) || (value >= 91 && value <= 96) ||
           (value >= 123 && value <= 126) || isPunctuation(value);
}

std::vector<SpecialToken> specialTokens(const WordPieceVocabulary& vocabulary)
{
    std::vector<SpecialToken> out = vocabulary.added;
    for (const std::string& content :
         {vocabulary.unknown, vocabulary.begin, vocabulary.end, vocabulary.mask, std::string("[PAD]")}) {
        const auto found = std::find(vocabulary.pieces.begin(), vocabulary.pieces.end(), content);
        if (found != vocabulary.pieces.end())
            out.push_back({content, static_cast<TokenId>(found - vocabulary.pieces.begin())});
    }
    return out;
}

} // namespace

Result<std::shared_ptr<const WordPiece>> WordPiece::make(WordPieceVocabulary vocabulary)
{
    // The maps hold views of the strings, so they are filled once those are where they stay.
    std::shared_ptr<WordPiece> made(new WordPiece(std::move(vocabulary)));
    for (std::size_t i = 0; i < made->m_pieces.size(); ++i) {
        const std::string_view piece = made->m_pieces[i];
        const auto id = static_cast<TokenId>(i);
        if (piece.empty() || !isValidUtf8(piece))
            return fail(
                ErrorCode::BadTokenizer,
                HL_NOOP("core", "vocab.txt: line %1 is empty or not UTF-8: give every line one piece"),
                {std::to_string(i + 1)});
        const auto [first, isNew] = made->m_ids.emplace(piece, id);
        if (!isNew)
            return fail(ErrorCode::BadTokenizer,
                        HL_NOOP("core", "vocab.txt: piece \"%1\" is on lines %2 and %3: keep one of them"),
                        {shown(piece), std::to_string(first->second + 1), std::to_string(i + 1)});
        if (piece.starts_with(kContinues))
            made->m_continuing.emplace(piece.substr(kContinues.size()), id);
    }
    const WordPieceVocabulary& options = made->m_vocabulary;
    for (const auto& [name, id] :
         {std::pair{&options.unknown, &made->m_unknown}, std::pair{&options.begin, &made->m_begin},
          std::pair{&options.end, &made->m_end}}) {
        const std::optional<TokenId> found = made->idOf(*name);
        if (!found)
            return fail(
                ErrorCode::BadTokenizer,
                HL_NOOP("core", "vocab.txt: has no piece \"%1\", which every BERT text needs: add it"),
                {shown(*name)});
        *id = *found;
    }
    return made;
}

WordPiece::WordPiece(WordPieceVocabulary vocabulary)
    : m_vocabulary(std::move(vocabulary))
    , m_pieces(m_vocabulary.pieces)
    , m_neverSplit(m_vocabulary.neverSplit.begin(), m_vocabulary.neverSplit.end())
    , m_specials(specialTokens(m_vocabulary))
{
    m_vocabulary.pieces.clear();
}

/// Cleans text[begin, end) and cuts it at white space and around Han characters.
std::vector<WordPiece::Letters> WordPiece::chunks(std::string_view text, int begin, int end) const
{
    std::vector<Letters> out(1);
    for (int at = begin; at < end;) {
        const CodePoint c = codePointAt(text, at);
        at = c.end;
        if (m_vocabulary.basicTokenize && isDropped(c.value))
            continue;
        const bool isAlone = m_vocabulary.basicTokenize && m_vocabulary.splitHan && isHan(c.value);
        if ((isAlone || isWhitespace(c.value)) && !out.back().empty())
            out.emplace_back();
        if (!isWhitespace(c.value))
            out.back().push_back({c.value, c.begin, c.end});
        if (isAlone)
            out.emplace_back();
    }
    if (out.back().empty())
        out.pop_back();
    return out;
}

WordPiece::Letters WordPiece::normalise(const Letters& chunk) const
{
    Letters out;
    if (m_vocabulary.stripAccents.value_or(m_vocabulary.lowerCase)) {
        std::vector<CodePoint> typed;
        for (const Letter& letter : chunk)
            typed.push_back({letter.value, letter.begin, letter.end});
        for (const Decomposed& part : decompose(typed))
            if (!isNonspacingMark(part.value))
                out.push_back({part.value, typed[part.source].begin, typed[part.source].end});
    } else {
        out = chunk;
    }
    if (!m_vocabulary.lowerCase)
        return out;
    Letters lowered;
    for (const Letter& letter : out)
        for (const char32_t value : lower(letter.value))
            lowered.push_back({value, letter.begin, letter.end});
    return lowered;
}

bool WordPiece::isNeverSplit(const Letters& chunk) const
{
    if (m_neverSplit.empty())
        return false;
    std::string text; // compared after lower-casing, as the reference does
    for (const Letter& letter : chunk)
        for (const char32_t value :
             m_vocabulary.lowerCase ? lower(letter.value) : std::u32string{letter.value})
            appendUtf8(text, value);
    return m_neverSplit.contains(text);
}

void WordPiece::encodeWord(const Letter* first, const Letter* last, int word, Tokens& out) const
{
    const auto unknown = [&] { out.push_back(token(m_unknown, first->begin, (last - 1)->end, word)); };
    if (last - first > kLongestWord)
        return unknown();
    std::string text;
    std::vector<std::size_t> ends; // bytes of `text` up to and with each letter
    for (const Letter* letter = first; letter != last; ++letter) {
        appendUtf8(text, letter->value);
        ends.push_back(text.size());
    }
    Tokens made;
    for (std::size_t from = 0; from < ends.size();) {
        const auto& map = from == 0 ? m_ids : m_continuing;
        const std::size_t begin = from == 0 ? 0 : ends[from - 1];
        std::size_t to = ends.size();
        auto found = map.end();
        for (; to > from; --to) {
            found = map.find(std::string_view(text).substr(begin, ends[to - 1] - begin));
            if (found != map.end())
                break;
        }
        if (found == map.end())
            return unknown();
        made.push_back(token(found->second, first[from].begin, first[to - 1].end, word));
        from = to;
    }
    out.insert(out.end(), made.begin(), made.end());
}

void WordPiece::encodePart(std::string_view text, const TextPart& part, Tokens& out, int& word) const
{
    if (part.special) {
        out.push_back(token(part.special->id, part.begin, part.end, word++));
        return;
    }
    for (const Letters& chunk : chunks(text, part.begin, part.end)) {
        if (!m_vocabulary.basicTokenize) {
            encodeWord(chunk.data(), chunk.data() + chunk.size(), word++, out);
            continue;
        }
        if (isNeverSplit(chunk)) {
            std::string whole;
            for (const Letter& letter : chunk)
                appendUtf8(whole, letter.value);
            out.push_back(
                token(idOf(whole).value_or(m_unknown), chunk.front().begin, chunk.back().end, word++));
            continue;
        }
        const Letters letters = normalise(chunk);
        const Letter* const end = letters.data() + letters.size();
        for (const Letter* at = letters.data(); at != end;) {
            const Letter* stop = at + 1;
            if (!isBertPunctuation(at->value))
                stop = std::find_if(at, end, [](const Letter& l) { return isBertPunctuation(l.value); });
            encodeWord(at, stop, word++, out);
            at = stop;
        }
    }
}

Tokens WordPiece::encode(std::string_view input) const
{
    const std::string text = sanitise(input);
    Tokens out;
    int word = 0;
    for (const TextPart& part : m_specials.split(text))
        encodePart(text, part, out, word);
    return out;
}

Tokens WordPiece::encodeForModel(std::string_view text, std::optional<std::string_view> pair) const
{
    Tokens out;
    const auto special = [&](TokenId id, int at, int segment) {
        out.push_back(token(id, at, at, -1));
        out.back().isSpecial = true;
        out.back().segment = out.back().sequence = segment;
    };
    const auto typed = [&](std::string_view part, int segment) {
        int end = 0;
        for (Token& one : encode(part)) {
            one.segment = one.sequence = segment;
            end = one.end;
            out.push_back(std::move(one));
        }
        special(m_end, end, segment);
    };
    special(m_begin, 0, 0);
    typed(text, 0);
    if (pair)
        typed(*pair, 1);
    return out;
}

std::string WordPiece::decode(std::span<const TokenId> ids) const
{
    std::string out;
    for (const TokenId id : ids) {
        const std::string name = piece(id);
        if (name.empty())
            continue;
        if (!out.empty() && name.starts_with(kContinues)) {
            out += name.substr(kContinues.size());
        } else {
            if (!out.empty())
                out += ' ';
            out += name;
        }
    }
    return out;
}

std::string WordPiece::piece(TokenId id) const
{
    return id >= 0 && id < vocabularySize() ? m_pieces[static_cast<std::size_t>(id)] : std::string();
}

std::string WordPiece::displayPiece(TokenId id) const
{
    const std::string name = piece(id);
    const bool continues = name.starts_with(kContinues) && name.size() > kContinues.size();
    return displayText(std::string_view(name).substr(continues ? kContinues.size() : 0));
}

std::optional<TokenId> WordPiece::idOf(std::string_view piece) const
{
    const auto found = m_ids.find(piece);
    return found == m_ids.end() ? std::nullopt : std::optional(found->second);
}

std::string WordPiece::kind() const
{
    return m_vocabulary.lowerCase ? "BERT WordPiece, lower case" : "BERT WordPiece";
}

} // namespace hl
