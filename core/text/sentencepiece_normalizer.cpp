#include "core/text/sentencepiece_normalizer.h"

#include "core/text/piece_trie.h"

#include <algorithm>

namespace hl {

namespace {

constexpr char32_t kMark = 0x2581; // ▁

/// Normalises one text; what is read is given out as one step after another.
class Run
{
public:
    Run(const SentencePieceModel& model, const PieceTrie& kept, const AlignedText& text)
        : m_model(model)
        , m_kept(kept)
        , m_text(text)
        , m_index(text)
    {}

    AlignedText run(const SentencePieceStart& start)
    {
        const bool removes = m_model.removeExtraSpaces;
        if (removes && !start.keepsLeadingSpace)
            while (m_at < m_index.text().size() && step().text == U" ")
                take();
        if (m_at >= m_index.text().size())
            return {std::vector<AlignedChar>(), m_text.origin()};
        const bool addsSpace = start.addDummyPrefix;
        if (addsSpace && !m_model.spaceIsSuffix)
            put(U' ', m_index.charOf(static_cast<int>(m_at)), m_index.charOf(static_cast<int>(m_at)) + 1);
        bool wasSpace = removes && !start.keepsLeadingSpace;
        while (m_at < m_index.text().size()) {
            Step next = step();
            const int from = m_index.charOf(static_cast<int>(m_at));
            const int to = m_index.charFrom(static_cast<int>(m_at + next.bytes));
            while (wasSpace && next.text.starts_with(U' '))
                next.text.erase(0, 1);
            for (const char32_t value : next.text)
                put(value, from, to);
            if (!next.text.empty())
                wasSpace = next.text.ends_with(U' ');
            wasSpace = wasSpace && removes;
            m_at += next.bytes;
        }
        const char32_t space = m_model.escapeSpaces ? kMark : U' ';
        while (removes && !m_out.empty() && m_out.back().value == space)
            m_out.pop_back();
        if (addsSpace && m_model.spaceIsSuffix)
            put(U' ', m_text.size() - 1, m_text.size());
        return {std::move(m_out), m_text.origin()};
    }

private:
    struct Step
    {
        std::u32string text;   ///< what is written
        std::size_t bytes = 0; ///< what is read
    };

    [[nodiscard]] Step step() const
    {
        const std::string_view rest = std::string_view(m_index.text()).substr(m_at);
        std::size_t kept = 0;
        PieceTrie::Walk walk(m_kept);
        for (std::size_t i = 0; i < rest.size() && walk.step(rest[i]); ++i)
            if (walk.piece())
                kept = i + 1;
        if (kept > 0)
            return {toUtf32(rest.substr(0, kept)), kept};
        if (const auto found = m_model.charsmap.longest(rest))
            return {toUtf32(found->replacement), found->length};
        const char32_t value = m_text.chars()[static_cast<std::size_t>(m_index.charOf(static_cast<int>(m_at)))].value;
        const int after = m_index.charOf(static_cast<int>(m_at)) + 1;
        std::size_t bytes = 1;
        while (m_at + bytes < m_index.text().size() && m_index.charOf(static_cast<int>(m_at + bytes)) < after)
            ++bytes;
        return {std::u32string(1, value), bytes};
    }
    void take() { m_at += step().bytes; }

    void put(char32_t value, int from, int to)
    {
        checkGrowth(m_out.size() + 1);
        const AlignedText::Range at = m_text.typed(from, std::min(to, m_text.size()));
        m_out.push_back({value == U' ' && m_model.escapeSpaces ? kMark : value, at.begin, at.end});
    }

    const SentencePieceModel& m_model;
    const PieceTrie& m_kept;
    const AlignedText& m_text;
    Utf8Index m_index;
    std::size_t m_at = 0; // bytes read
    std::vector<AlignedChar> m_out;
};

} // namespace

Normalizer sentencePieceNormalizer(std::shared_ptr<const SentencePieceModel> model, const SentencePieceStart& start)
{
    auto kept = std::make_shared<PieceTrie>();
    for (std::size_t id = 0; id < model->pieces.size(); ++id)
        if (model->pieces[id].type == PieceType::UserDefined)
            kept->add(model->pieces[id].piece, static_cast<TokenId>(id));
    return [model = std::move(model), kept = std::shared_ptr<const PieceTrie>(kept), start](AlignedText& text) {
        text = Run(*model, *kept, text).run(start);
    };
}

} // namespace hl
