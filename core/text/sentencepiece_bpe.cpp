#include "core/text/sentencepiece_bpe.h"

#include "core/text/unicode.h"
#include "core/text/unigram_model.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <queue>

namespace hl {

namespace {

/// A run of letters in a linked list.
struct Symbol
{
    int begin = 0; ///< bytes of the word
    int end = 0;
    int previous = -1;
    int next = -1;
    bool isFixed = false; ///< a user-defined piece is joined to nothing
};

struct Candidate
{
    float score = 0;
    int left = 0;
    int size = 0; ///< bytes of both; the candidate is stale once they have changed

    bool operator<(const Candidate& other) const
    {
        return score < other.score || (score == other.score && left > other.left);
    }
};

} // namespace

Result<std::shared_ptr<const SentencePieceBpe>> SentencePieceBpe::make(const SentencePieceModel& model,
                                                                       const std::string& what)
{
    std::shared_ptr<SentencePieceBpe> made(new SentencePieceBpe);
    for (const SentencePiece& piece : model.pieces) {
        const auto id = static_cast<TokenId>(made->m_types.size());
        if (auto added = made->m_pieces.add(piece.piece, id, what); !added)
            return tl::unexpected(added.error());
        made->m_scores.push_back(piece.score);
        made->m_types.push_back(piece.type);
        if (piece.type == PieceType::UserDefined)
            made->m_kept.add(piece.piece, id);
    }
    made->m_unknown = model.unknown;
    if (model.hasByteFallback)
        made->m_bytes = byteIds(made->m_pieces);
    return made;
}

std::optional<TokenId> SentencePieceBpe::find(std::string_view piece) const
{
    const auto id = m_pieces.find(piece);
    if (!id)
        return std::nullopt;
    const PieceType type = m_types[static_cast<std::size_t>(*id)];
    const bool isText = type == PieceType::Normal || type == PieceType::UserDefined || type == PieceType::Unused;
    return isText ? id : std::nullopt;
}

void SentencePieceBpe::add(std::string_view word, int begin, int end, std::vector<ModelPiece>& out) const
{
    const std::string_view text =
        word.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
    if (const auto id = find(text)) {
        out.push_back({*id, begin, end});
    } else if (!m_bytes.empty()) {
        for (const char byte : text)
            out.push_back({m_bytes[static_cast<unsigned char>(byte)].value_or(m_unknown), begin, end});
    } else if (!out.empty() && out.back().id == m_unknown) {
        out.back().end = end;
    } else {
        out.push_back({m_unknown, begin, end});
    }
}

std::vector<ModelPiece> SentencePieceBpe::split(std::string_view word) const
{
    std::vector<Symbol> symbols;
    const int size = static_cast<int>(word.size());
    for (int at = 0; at < size;) {
        Symbol symbol{at, codePointAt(word, at).end, static_cast<int>(symbols.size()) - 1,
                      static_cast<int>(symbols.size()) + 1, false};
        PieceTrie::Walk walk(m_kept);
        for (int i = at; i < size && walk.step(word[static_cast<std::size_t>(i)]); ++i) {
            if (walk.piece()) {
                symbol.end = i + 1;
                symbol.isFixed = true;
            }
        }
        at = symbol.end;
        symbols.push_back(symbol);
    }
    if (symbols.empty())
        return {};
    symbols.back().next = -1;

    std::priority_queue<Candidate> candidates;
    std::map<std::pair<int, int>, int> cuts; // an unused piece [begin, end) -> where its halves meet
    const auto consider = [&](int left) {
        const int right = left < 0 ? -1 : symbols[static_cast<std::size_t>(left)].next;
        if (right < 0)
            return;
        const Symbol& a = symbols[static_cast<std::size_t>(left)];
        const Symbol& b = symbols[static_cast<std::size_t>(right)];
        if (a.isFixed || b.isFixed)
            return;
        const auto id = find(word.substr(static_cast<std::size_t>(a.begin), static_cast<std::size_t>(b.end - a.begin)));
        if (!id)
            return;
        candidates.push({m_scores[static_cast<std::size_t>(*id)], left, b.end - a.begin});
        if (m_types[static_cast<std::size_t>(*id)] == PieceType::Unused)
            cuts[{a.begin, b.end}] = b.begin;
    };
    for (int i = 0; i < static_cast<int>(symbols.size()); ++i)
        consider(i);
    while (!candidates.empty()) {
        const Candidate best = candidates.top();
        candidates.pop();
        Symbol& left = symbols[static_cast<std::size_t>(best.left)];
        if (left.begin == left.end || left.next < 0)
            continue;
        Symbol& right = symbols[static_cast<std::size_t>(left.next)];
        if (right.end - left.begin != best.size)
            continue;
        left.end = right.end;
        left.next = right.next;
        right.begin = right.end = 0; // gone
        if (left.next >= 0)
            symbols[static_cast<std::size_t>(left.next)].previous = best.left;
        consider(left.previous);
        consider(best.left);
    }

    std::vector<ModelPiece> out;
    std::function<void(int, int)> give = [&](int begin, int end) {
        const auto cut = cuts.find({begin, end});
        if (cut == cuts.end())
            return add(word, begin, end, out);
        give(begin, cut->second);
        give(cut->second, end);
    };
    for (int i = 0; i >= 0; i = symbols[static_cast<std::size_t>(i)].next)
        give(symbols[static_cast<std::size_t>(i)].begin, symbols[static_cast<std::size_t>(i)].end);
    return out;
}

Result<std::shared_ptr<const TokenModel>> makeSentencePieceModel(const SentencePieceModel& model,
                                                                 const std::string& what)
{
    if (model.kind == SentencePieceModel::Kind::Bpe) {
        auto made = SentencePieceBpe::make(model, what);
        if (!made)
            return tl::unexpected(made.error());
        return *made;
    }
    UnigramVocabulary out;
    out.native.emplace();
    float lowest = 0;
    float highest = std::numeric_limits<float>::min(); // scores are negative: no piece is better than certain
    bool isFirst = true;
    for (const SentencePiece& piece : model.pieces) {
        if (piece.type != PieceType::Normal)
            continue;
        lowest = isFirst ? piece.score : std::min(lowest, piece.score);
        highest = std::max(highest, piece.score);
        isFirst = false;
    }
    for (const SentencePiece& piece : model.pieces) {
        const auto id = static_cast<TokenId>(out.scores.size());
        if (auto added = out.pieces.add(piece.piece, id, what); !added)
            return tl::unexpected(added.error());
        // A user-defined piece outweighs whatever else its letters could be.
        const bool isOwn = piece.type == PieceType::UserDefined;
        const float length = static_cast<float>(piece.piece.size());
        out.scores.push_back(isOwn ? static_cast<double>(length * highest) - 0.1 : static_cast<double>(piece.score));
        if (isOwn || piece.type == PieceType::Normal)
            out.native->found.push_back(id);
    }
    out.native->unknownScore = static_cast<double>(lowest - 10.0F);
    out.unknown = model.unknown;
    out.hasByteFallback = model.hasByteFallback;
    out.what = what;
    auto made = UnigramModel::make(std::move(out));
    if (!made)
        return tl::unexpected(made.error());
    return *made;
}

} // namespace hl
