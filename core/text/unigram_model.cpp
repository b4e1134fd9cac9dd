#include "core/text/unigram_model.h"

#include "core/text/unicode.h"

#include <algorithm>

namespace hl {

namespace {

constexpr double kUnknownPenalty = 10.0;

/// The best path to a byte of the word.
struct Node
{
    double score = 0;
    int from = -1; ///< where its last piece starts; -1 if no path ends here
    TokenId id = -1;
};

} // namespace

UnigramModel::UnigramModel(UnigramVocabulary vocabulary)
    : m_vocabulary(std::move(vocabulary))
{}

Result<std::shared_ptr<const UnigramModel>> UnigramModel::make(UnigramVocabulary vocabulary)
{
    std::shared_ptr<UnigramModel> made(new UnigramModel(std::move(vocabulary)));
    const UnigramVocabulary& given = made->m_vocabulary;
    const int count = given.pieces.size();
    if (count == 0 || static_cast<int>(given.scores.size()) != count)
        return fail(ErrorCode::BadTokenizer, HL_NOOP("core", "%1: the vocabulary is empty: get the file again"),
                    {given.what});
    if (given.unknown && (*given.unknown < 0 || *given.unknown >= count))
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "%1: the unknown piece has id %2, but the vocabulary ends at %3: correct the id"),
                    {given.what, std::to_string(*given.unknown), std::to_string(count - 1)});
    std::size_t letters = 0;
    for (TokenId id = 0; id < count; ++id)
        letters += given.pieces.piece(id).size();
    made->m_trie.reserve(letters / 3); // pieces share their beginnings
    if (given.native) {
        for (const TokenId id : given.native->found)
            made->m_trie.add(given.pieces.piece(id), id);
        made->m_unknownScore = given.native->unknownScore;
    } else {
        for (TokenId id = 0; id < count; ++id)
            made->m_trie.add(given.pieces.piece(id), id);
        made->m_unknownScore = *std::min_element(given.scores.begin(), given.scores.end()) - kUnknownPenalty;
    }
    if (given.hasByteFallback)
        made->m_bytes = byteIds(given.pieces);
    return made;
}

void UnigramModel::addUnknown(std::string_view word, int begin, int end, std::vector<ModelPiece>& out) const
{
    const std::string_view surface =
        word.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
    const bool hasBytes = m_vocabulary.hasByteFallback && std::all_of(surface.begin(), surface.end(), [&](char byte) {
                              return m_bytes[static_cast<unsigned char>(byte)].has_value();
                          });
    if (hasBytes)
        for (const char byte : surface)
            out.push_back({*m_bytes[static_cast<unsigned char>(byte)], begin, end});
    else if (m_vocabulary.unknown)
        out.push_back({*m_vocabulary.unknown, begin, end});
}

std::vector<ModelPiece> UnigramModel::split(std::string_view word) const
{
    const int size = static_cast<int>(word.size());
    std::vector<Node> best(static_cast<std::size_t>(size) + 1);
    const auto rounded = [&](double score) {
        return m_vocabulary.native ? static_cast<double>(static_cast<float>(score)) : score;
    };
    const auto offer = [&](int from, int to, double score, TokenId id) {
        Node& node = best[static_cast<std::size_t>(to)];
        if (node.from < 0 || score > node.score)
            node = {rounded(score), from, id};
    };
    for (int from = 0; from < size;) {
        const double soFar = best[static_cast<std::size_t>(from)].score;
        const int next = codePointAt(word, from).end;
        bool hasOne = false; // a piece of just this character
        PieceTrie::Walk walk(m_trie);
        for (int at = from; at < size && walk.step(word[static_cast<std::size_t>(at)]); ++at) {
            const auto id = walk.piece();
            if (!id)
                continue;
            offer(from, at + 1, soFar + m_vocabulary.scores[static_cast<std::size_t>(*id)], *id);
            hasOne = hasOne || at + 1 == next;
        }
        if (!hasOne)
            offer(from, next, rounded(soFar + m_unknownScore), m_vocabulary.unknown.value_or(-1));
        from = next;
    }

    const bool keepsApart = m_vocabulary.native && m_vocabulary.hasByteFallback;
    std::vector<ModelPiece> backwards;
    for (int to = size; to > 0;) {
        const Node& node = best[static_cast<std::size_t>(to)];
        const bool isUnknown = node.id < 0 || node.id == m_vocabulary.unknown;
        if (isUnknown && !keepsApart && !backwards.empty() && backwards.back().id == node.id)
            backwards.back().begin = node.from;
        else
            backwards.push_back({node.id, node.from, to});
        to = node.from;
    }
    std::vector<ModelPiece> out;
    for (auto piece = backwards.rbegin(); piece != backwards.rend(); ++piece) {
        const std::string_view text =
            word.substr(static_cast<std::size_t>(piece->begin), static_cast<std::size_t>(piece->end - piece->begin));
        const bool isUnknown = piece->id < 0 || piece->id == m_vocabulary.unknown;
        // Joined unknown letters may be a piece after all.
        const auto id = isUnknown && !m_vocabulary.native ? m_vocabulary.pieces.find(text) : std::nullopt;
        if (id || !isUnknown)
            out.push_back({id.value_or(piece->id), piece->begin, piece->end});
        else
            addUnknown(word, piece->begin, piece->end, out);
    }
    return out;
}

} // namespace hl
