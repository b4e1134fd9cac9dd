#include "core/forward/generation_rules.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace hl {

namespace {

class Rules
{
public:
    Rules(std::vector<double>& logits, const Model& model, const Tokens& before, std::size_t given)
        : m_logits(logits)
        , m_model(model)
        , m_rules(model.spec().generation)
        , m_before(before)
        , m_given(given)
    {}

    void apply()
    {
        weakenRepeated();
        if (m_rules.uniqueRun > 0)
            forbidRepeatedRuns(static_cast<std::size_t>(m_rules.uniqueRun));
        // The reference passes over what is longer than the text so far, though all but its last token may be the whole text.
        for (const std::vector<int>& words : m_rules.neverAfter) {
            if (words.size() <= m_before.size() && endsWith(words.begin(), words.end() - 1, m_before.size()))
                forbid(words.back());
        }
        if (m_before.size() < static_cast<std::size_t>(m_rules.minLength))
            forbidEnds();
        for (const int id : m_rules.never)
            forbid(id);
        if (m_before.size() == firstFree()) {
            for (const int id : m_rules.neverFirst)
                forbid(id);
        }
    }

private:
    void forbid(TokenId id)
    {
        if (static_cast<std::size_t>(id) < m_logits.size())
            m_logits[static_cast<std::size_t>(id)] = -INFINITY;
    }

    void forbidEnds()
    {
        for (const int id : m_rules.ends)
            forbid(id);
        const auto end = m_rules.ends.empty() && m_model.tokenizer() ? m_model.tokenizer()->endId() : std::nullopt;
        if (end)
            forbid(*end);
    }

    /// Keskar et al. 2019, "CTRL", 4.1, in the reference's form for logits of either sign.
    void weakenRepeated()
    {
        if (m_rules.repetitionPenalty == 1.0)
            return;
        std::set<TokenId> seen;
        for (const Token& token : m_before)
            seen.insert(token.id);
        for (const TokenId id : seen) {
            if (id < 0 || static_cast<std::size_t>(id) >= m_logits.size())
                continue;
            double& logit = m_logits[static_cast<std::size_t>(id)];
            logit = logit < 0.0 ? logit * m_rules.repetitionPenalty : logit / m_rules.repetitionPenalty;
        }
    }

    /// Takes out what would complete a run of `length` tokens that is there already.
    void forbidRepeatedRuns(std::size_t length)
    {
        if (m_before.size() + 1 < length)
            return;
        std::vector<TokenId> last;
        for (std::size_t i = m_before.size() + 1 - length; i < m_before.size(); ++i)
            last.push_back(m_before[i].id);
        for (std::size_t end = last.size(); end < m_before.size(); ++end) {
            if (endsWith(last.begin(), last.end(), end))
                forbid(m_before[end].id);
        }
    }

    /// True if these ids are the last of the first `length` tokens.
    template <class Iterator>
    [[nodiscard]] bool endsWith(Iterator begin, Iterator end, std::size_t length) const
    {
        const auto count = static_cast<std::size_t>(end - begin);
        if (count > length)
            return false;
        const auto from = m_before.begin() + static_cast<std::ptrdiff_t>(length - count);
        return std::equal(begin, end, from, [](TokenId id, const Token& token) { return id == token.id; });
    }

    /// Where the first token stands that is neither given nor demanded.
    [[nodiscard]] std::size_t firstFree() const
    {
        if (!m_rules.forced.empty())
            return std::max(m_given, static_cast<std::size_t>(m_rules.forced.rbegin()->first) + 1);
        return m_rules.forcedBegin && m_given == 1 ? 2 : m_given;
    }

    std::vector<double>& m_logits;
    const Model& m_model;
    const GenerationSpec& m_rules;
    const Tokens& m_before;
    std::size_t m_given;
};

} // namespace

void applyRules(std::vector<double>& logits, const Model& model, const Tokens& before, std::size_t given)
{
    Rules(logits, model, before, given).apply();
}

TokenId demandedToken(const Model& model, const Tokens& before)
{
    const GenerationSpec& rules = model.spec().generation;
    const auto forced = rules.forced.find(static_cast<int>(before.size()));
    if (forced != rules.forced.end())
        return forced->second;
    return before.size() == 1 && rules.forcedBegin ? *rules.forcedBegin : -1;
}

bool isEndToken(const Model& model, TokenId id)
{
    const std::vector<int>& ends = model.spec().generation.ends;
    if (ends.empty())
        return model.tokenizer() && model.tokenizer()->endId() == id;
    return std::find(ends.begin(), ends.end(), id) != ends.end();
}

} // namespace hl
