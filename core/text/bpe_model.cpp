#include "core/text/bpe_model.h"

#include "core/base/shown.h"
#include "core/text/unicode.h"

#include <algorithm>
#include <array>

namespace hl {

BpeModel::BpeModel(BpeVocabulary vocabulary)
    : m_vocabulary(std::move(vocabulary))
{}

Result<std::shared_ptr<const BpeModel>> BpeModel::make(BpeVocabulary vocabulary)
{
    std::shared_ptr<BpeModel> made(new BpeModel(std::move(vocabulary)));
    const BpeVocabulary& options = made->m_vocabulary;
    if (options.unknown) {
        made->m_unknown = options.pieces.find(*options.unknown);
        if (!made->m_unknown)
            return fail(ErrorCode::BadTokenizer,
                        HL_NOOP("core", "%1: the unknown piece \"%2\" is not in the vocabulary: add it"),
                        {options.what, shown(*options.unknown)});
    }
    if (options.hasByteFallback)
        made->m_bytes = byteIds(options.pieces);
    if (auto indexed = made->indexMerges(); !indexed)
        return tl::unexpected(indexed.error());
    return made;
}

Result<void> BpeModel::indexMerges()
{
    const PieceTable& pieces = m_vocabulary.pieces;
    m_merges.reserve(m_vocabulary.merges.size());
    std::int32_t rank = 0;
    std::string joined;
    for (const auto& [left, right] : m_vocabulary.merges) {
        const std::string_view prefix = m_vocabulary.continuingPrefix;
        const bool hasPrefix = !prefix.empty() && std::string_view(right).starts_with(prefix);
        joined = left;
        joined += std::string_view(right).substr(hasPrefix ? prefix.size() : 0);
        std::array<std::optional<TokenId>, 3> ids;
        const std::array<const std::string*, 3> names{&left, &right, &joined};
        for (std::size_t i = 0; i < 3; ++i) {
            ids[i] = pieces.find(*names[i]);
            if (!ids[i])
                return fail(ErrorCode::BadTokenizer,
                            HL_NOOP("core", "%1: merge %2 (\"%3\" + \"%4\") needs the piece \"%5\", which the "
                                            "vocabulary lacks: take vocabulary and merges of the same model"),
                            {m_vocabulary.what, std::to_string(rank + 1), shown(left), shown(right), shown(*names[i])});
        }
        m_merges.add(*ids[0], *ids[1], *ids[2], rank++);
    }
    m_vocabulary.merges = {};
    return {};
}

bool BpeModel::addBytes(std::string_view letter, int begin, int end, Symbols& out) const
{
    for (const char byte : letter)
        if (!m_bytes[static_cast<unsigned char>(byte)])
            return false;
    for (const char byte : letter) {
        out.ids.push_back(*m_bytes[static_cast<unsigned char>(byte)]);
        // Bytes of a prefix or a suffix have no place of their own in the word.
        out.begins.push_back(std::min(begin, end - 1));
        out.ends.push_back(std::min(++begin, end));
    }
    return true;
}

BpeModel::Symbols BpeModel::letters(std::string_view word) const
{
    Symbols out;
    const int size = static_cast<int>(word.size());
    bool isAfterUnknown = false;
    std::string letter;
    for (int at = 0; at < size;) {
        const int end = codePointAt(word, at).end;
        letter.clear();
        if (at > 0)
            letter = m_vocabulary.continuingPrefix;
        letter += word.substr(static_cast<std::size_t>(at), static_cast<std::size_t>(end - at));
        if (end == size)
            letter += m_vocabulary.endSuffix;
        if (const auto id = m_vocabulary.pieces.find(letter)) {
            out.ids.push_back(*id);
            out.begins.push_back(at);
            out.ends.push_back(end);
            isAfterUnknown = false;
        } else if (m_vocabulary.hasByteFallback && addBytes(letter, at, end, out)) {
            isAfterUnknown = false;
        } else if (m_unknown && isAfterUnknown && m_vocabulary.fusesUnknown) {
            out.ends.back() = end;
        } else if (m_unknown) {
            out.ids.push_back(*m_unknown);
            out.begins.push_back(at);
            out.ends.push_back(end);
            isAfterUnknown = true;
        }
        at = end;
    }
    return out;
}

std::vector<ModelPiece> BpeModel::split(std::string_view word) const
{
    if (m_vocabulary.ignoresMerges)
        if (const auto id = m_vocabulary.pieces.find(word))
            return {{*id, 0, static_cast<int>(word.size())}};
    const Symbols symbols = letters(word);
    std::vector<ModelPiece> out;
    for (const BpePiece& piece : m_merges.apply(symbols.ids))
        out.push_back({piece.id, symbols.begins[static_cast<std::size_t>(piece.begin)],
                       symbols.ends[static_cast<std::size_t>(piece.end) - 1]});
    return out;
}

} // namespace hl
