#include "core/text/wordpiece_model.h"

#include "core/base/shown.h"
#include "core/text/unicode.h"

#include <algorithm>

namespace hl {

namespace {

Result<TokenId> unknownOf(const PieceTable& pieces, const std::string& unknown, const std::string& what)
{
    const auto found = pieces.find(unknown);
    if (!found)
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "%1: the unknown piece \"%2\" is not in the vocabulary: add it"),
                    {what, shown(unknown)});
    return *found;
}

} // namespace

Result<std::shared_ptr<const WordPieceModel>> WordPieceModel::make(PieceTable pieces, const std::string& unknown,
                                                                   const std::string& continuingPrefix,
                                                                   std::size_t longestWord, const std::string& what)
{
    const auto id = unknownOf(pieces, unknown, what);
    if (!id)
        return tl::unexpected(id.error());
    std::shared_ptr<WordPieceModel> made(new WordPieceModel);
    made->m_unknown = *id;
    made->m_prefix = continuingPrefix;
    made->m_longestWord = longestWord;
    for (TokenId at = 0; at < pieces.size(); ++at)
        made->m_longestPiece = std::max(made->m_longestPiece, pieces.piece(at).size());
    made->m_pieces = std::move(pieces);
    return made;
}

std::vector<ModelPiece> WordPieceModel::split(std::string_view word) const
{
    const int size = static_cast<int>(word.size());
    const std::vector<ModelPiece> unknownWord{{m_unknown, 0, size}};
    std::vector<int> ends; // of the characters
    for (int at = 0; at < size; at = ends.back())
        ends.push_back(codePointAt(word, at).end);
    if (ends.size() > m_longestWord)
        return unknownWord;
    std::vector<ModelPiece> out;
    std::string piece;
    for (std::size_t from = 0; from < ends.size();) {
        const int begin = from == 0 ? 0 : ends[from - 1];
        std::size_t to = ends.size();
        // Longer than every piece it cannot be; this bounds the work where words may be long.
        while (to > from + 1 && static_cast<std::size_t>(ends[to - 1] - begin) > m_longestPiece)
            --to;
        std::optional<TokenId> found;
        for (; to > from; --to) {
            piece = from == 0 ? std::string() : m_prefix;
            piece += word.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(ends[to - 1] - begin));
            found = m_pieces.find(piece);
            if (found)
                break;
        }
        if (!found)
            return unknownWord;
        out.push_back({*found, begin, ends[to - 1]});
        from = to;
    }
    return out;
}

Result<std::shared_ptr<const WordLevelModel>> WordLevelModel::make(PieceTable pieces, const std::string& unknown,
                                                                   const std::string& what)
{
    const auto id = unknownOf(pieces, unknown, what);
    if (!id)
        return tl::unexpected(id.error());
    std::shared_ptr<WordLevelModel> made(new WordLevelModel);
    made->m_unknown = *id;
    made->m_pieces = std::move(pieces);
    return made;
}

std::vector<ModelPiece> WordLevelModel::split(std::string_view word) const
{
    return {{m_pieces.find(word).value_or(m_unknown), 0, static_cast<int>(word.size())}};
}

} // namespace hl
