#include "core/text/pipeline.h"

#include "core/base/limits.h"
#include "core/base/shown.h"
#include "core/text/characters.h"
#include "core/text/unicode.h"

#include <algorithm>

namespace hl {

namespace {

/// The added tokens that are looked for in the typed text, or those looked for in the normalised one.
std::vector<SpecialToken> addedTokens(const PipelineParts& parts, bool areNormalized)
{
    std::vector<SpecialToken> out;
    for (SpecialToken token : parts.added) {
        if (token.isNormalized != areNormalized)
            continue;
        if (areNormalized && parts.normalizer) {
            AlignedText content(token.content);
            parts.normalizer(content);
            token.content = content.utf8();
        }
        out.push_back(std::move(token));
    }
    // Of those that are written alike once they are normalised, special ones count first.
    std::stable_partition(out.begin(), out.end(), [](const SpecialToken& token) { return token.isSpecial; });
    return out;
}

} // namespace

/// A stretch of the text on its way to tokens.
struct Pipeline::Split
{
    AlignedText text;
    const SpecialToken* added = nullptr; ///< if the stretch is an added token
};

Pipeline::Pipeline(PipelineParts parts)
    : m_parts(std::move(parts))
    , m_raw(addedTokens(m_parts, false))
    , m_normalized(addedTokens(m_parts, true))
{}

Result<std::shared_ptr<const Pipeline>> Pipeline::make(PipelineParts parts, const std::string& what)
{
    const PieceTable& pieces = parts.model->pieces();
    std::unordered_map<std::string, TokenId> ids;
    std::unordered_map<TokenId, std::string> contents;
    for (const SpecialToken& token : parts.added) {
        if (token.id < 0 || static_cast<std::uint64_t>(token.id) >= limits::vocabularySize)
            return fail(ErrorCode::BadTokenizer,
                        HL_NOOP("core", "%1: token \"%2\" has id %3, ids end at 1048575: correct it"),
                        {what, shown(token.content), std::to_string(token.id)});
        const auto own = pieces.find(token.content);
        const std::string other = contents.contains(token.id) ? contents[token.id] : std::string(pieces.piece(token.id));
        const bool hasOther = (contents.contains(token.id) || pieces.has(token.id)) && other != token.content;
        if (hasOther)
            return fail(ErrorCode::BadTokenizer,
                        HL_NOOP("core", "%1: id %2 is both \"%3\" in the vocabulary and \"%4\" among the added tokens: "
                                        "correct one of them"),
                        {what, std::to_string(token.id), shown(other), shown(token.content)});
        if ((own && *own != token.id) || (ids.contains(token.content) && ids[token.content] != token.id))
            return fail(ErrorCode::BadTokenizer,
                        HL_NOOP("core", "%1: piece \"%2\" has the ids %3 and %4: keep one of them"),
                        {what, shown(token.content), std::to_string(own.value_or(ids[token.content])),
                         std::to_string(token.id)});
        ids[token.content] = token.id;
        contents[token.id] = token.content;
    }
    std::shared_ptr<Pipeline> made(new Pipeline(std::move(parts)));
    made->m_addedIds = std::move(ids);
    made->m_size = made->m_parts.model->pieces().size();
    for (const auto& [id, content] : contents)
        made->m_size = std::max(made->m_size, id + 1);
    made->m_addedPieces = std::move(contents);
    return made;
}

std::vector<Pipeline::Split> Pipeline::splits(std::string_view text) const
{
    std::vector<Split> raw;
    for (const TextPart& part : m_raw.split(text))
        raw.push_back({AlignedText(text.substr(static_cast<std::size_t>(part.begin),
                                               static_cast<std::size_t>(part.end - part.begin)),
                                   part.begin),
                       part.special});
    std::vector<Split> out;
    std::size_t characters = 0;
    for (Split& split : raw) {
        if (split.added) {
            out.push_back(std::move(split));
            continue;
        }
        if (m_parts.normalizer)
            m_parts.normalizer(split.text);
        checkGrowth(characters += split.text.chars().size());
        if (m_normalized.all().empty()) {
            if (!split.text.empty())
                out.push_back({split.text.slice(0, split.text.size()), nullptr});
            continue;
        }
        const Utf8Index index(split.text);
        for (const TextPart& part : m_normalized.split(index.text()))
            out.push_back({split.text.slice(index.charOf(part.begin), index.charOf(part.end)), part.special});
    }
    return out;
}

void Pipeline::addTokens(const Split& split, int& word, Cache& cache, Tokens& out) const
{
    const auto add = [&](TokenId id, const std::string& name, int begin, int end) {
        Token token;
        token.id = id;
        token.piece = name;
        token.begin = begin;
        token.end = end;
        token.word = word;
        out.push_back(std::move(token));
    };
    const AlignedText& text = split.text;
    if (split.added) {
        const AlignedText::Range at = text.typed(0, text.size());
        add(split.added->id, m_parts.namesAddedAsTyped ? text.utf8() : piece(split.added->id), at.begin, at.end);
        out.back().text = displayPiece(split.added->id);
        ++word;
        return;
    }
    const Utf8Index index(text);
    auto [known, isNew] = cache.try_emplace(index.text());
    if (isNew)
        known->second = m_parts.model->split(index.text());
    const std::string& mark = m_parts.style.spaceMark;
    for (const ModelPiece& piece : known->second) {
        // What was not cut into words has its words where the pieces have the mark of a space.
        if (piece.begin > 0 && !mark.empty() &&
            std::string_view(index.text()).substr(static_cast<std::size_t>(piece.begin)).starts_with(mark))
            ++word;
        const AlignedText::Range at = text.typed(index.charOf(piece.begin), index.charFrom(piece.end));
        add(piece.id, this->piece(piece.id), at.begin, at.end);
        out.back().text = shownPiece(out.back().piece, m_parts.style);
    }
    ++word;
}

Tokens Pipeline::tokens(std::string_view text, int sequence) const
{
    Tokens out;
    Cache cache; // words repeat within a text; nothing is kept between calls, so threads share nothing
    int word = 0;
    std::size_t characters = 0;
    for (const Split& split : splits(text)) {
        if (split.added || !m_parts.preTokenizer) {
            addTokens(split, word, cache, out);
            continue;
        }
        for (AlignedText& piece : m_parts.preTokenizer(split.text)) {
            checkGrowth(characters += piece.chars().size());
            if (!piece.empty())
                addTokens({std::move(piece), nullptr}, word, cache, out);
        }
    }
    for (Token& token : out)
        token.sequence = token.segment = sequence;
    nameSharedCharacters(out, text, text,
                         [&](const Token& token) { return isBrokenPiece(token.piece, m_parts.style); });
    return out;
}

Tokens Pipeline::encode(std::string_view input) const
{
    const std::string text = sanitise(input);
    Encoded encoded{{tokens(text, 0)}, {text, {}}, false};
    if (m_parts.postProcessor)
        m_parts.postProcessor(encoded);
    return encoded.parts.front();
}

Tokens Pipeline::encodeForModel(std::string_view input, std::optional<std::string_view> pair) const
{
    const std::string text = sanitise(input);
    const std::string second = sanitise(pair.value_or(std::string_view()));
    Encoded encoded{{tokens(text, 0)}, {text, second}, true};
    if (pair)
        encoded.parts.push_back(tokens(second, 1));
    if (m_parts.postProcessor)
        m_parts.postProcessor(encoded);
    Tokens out;
    for (Tokens& part : encoded.parts)
        out.insert(out.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
    return out;
}

std::string Pipeline::decode(std::span<const TokenId> ids) const
{
    std::vector<std::string> pieces;
    for (const TokenId id : ids)
        if (m_addedPieces.contains(id) || m_parts.model->pieces().has(id))
            pieces.push_back(piece(id));
    std::string out;
    if (m_parts.decoder && !pieces.empty())
        m_parts.decoder(pieces);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (i > 0 && !m_parts.decoder)
            out += ' ';
        out += pieces[i];
    }
    return sanitise(out);
}

std::string Pipeline::piece(TokenId id) const
{
    const auto added = m_addedPieces.find(id);
    return added != m_addedPieces.end() ? added->second : std::string(m_parts.model->pieces().piece(id));
}

std::string Pipeline::displayPiece(TokenId id) const
{
    const auto added = m_addedPieces.find(id);
    return added != m_addedPieces.end() ? displayText(added->second)
                                        : shownPiece(m_parts.model->pieces().piece(id), m_parts.style);
}

std::optional<TokenId> Pipeline::idOf(std::string_view piece) const
{
    const auto added = m_addedIds.find(std::string(piece));
    return added != m_addedIds.end() ? std::optional(added->second) : m_parts.model->pieces().find(piece);
}

std::optional<TokenId> Pipeline::idOf(const std::optional<std::string>& piece) const
{
    return piece ? idOf(std::string_view(*piece)) : std::nullopt;
}

} // namespace hl
