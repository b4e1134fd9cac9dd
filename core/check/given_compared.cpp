#include "core/check/given_compared.h"

#include <algorithm>
#include <tuple>

namespace hl {

namespace {

/// Fills one reading's list of what is compared.
class ComparedTaker
{
public:
    ComparedTaker(const GivenPlaces& places, const Truth* truth, const ReadingChoice& choice, Reading& reading)
        : m_places(places)
        , m_truth(truth)
        , m_choice(choice)
        , m_problem(reading.problem)
        , m_compared(reading.compared)
        , m_notes(reading.notes)
    {}

    using Ok = Result<void>;

    Ok takeCompared()
    {
        const bool isProjected = m_problem.embedding.size() > 0 || m_problem.x.size() > 0 || m_truth;
        if (m_problem.embedding.size() > 0 && m_choice.positions != PositionReading::Given)
            addTable(Role::Positions, Step::EmbedPosition);
        if (m_problem.embedding.size() > 0 && m_places.find(Role::Embedding))
            addTable(Role::X, Step::EmbedSum);
        for (const auto& [role, step, to] : {std::tuple{Role::Q, Step::Q, &m_problem.toQuery}, std::tuple{Role::K, Step::K, &m_problem.toKey},
                                             std::tuple{Role::V, Step::V, &m_problem.toValue}}) {
            const bool isMade = m_truth || (isProjected && to->isGiven());
            if (const GivenNumbers* flat = isMade ? m_places.find(role) : nullptr)
                add(*flat, step, {flat->matrix()}).isFlat = true;
            const GivenNumbers* split = m_places.find(role, true);
            if (split == nullptr || !(isMade || m_places.find(role)))
                continue;
            auto heads = splitHeads(*split, m_problem.heads, role == Role::Q ? knownQueries(m_places) : knownKeys(m_places), m_notes);
            if (!heads)
                return tl::unexpected(heads.error());
            add(*split, step, std::move(*heads));
        }
        for (const auto& [role, step] : {std::pair{Role::Scores, m_choice.scores}, std::pair{Role::Scaled, scaledStep()},
                                         std::pair{Role::Masked, Step::Masked}, std::pair{Role::Pattern, Step::Pattern}}) {
            if (auto ok = takeCells(role, step); !ok)
                return ok;
        }
        for (const Role role : {Role::Z, Role::Concat, Role::Output}) {
            if (auto ok = takeResult(role); !ok)
                return ok;
        }
        return {};
    }

private:
    Step scaledStep() const
    {
        const GivenNumbers* scaled = m_places.find(Role::Scaled);
        const bool isMasked = scaled && !m_places.find(Role::Masked)
                              && std::any_of(scaled->values.begin(), scaled->values.end(), standsForForbidden);
        return isMasked ? Step::Masked : Step::Scaled;
    }

    void addTable(Role role, Step step)
    {
        if (const GivenNumbers* numbers = m_places.find(role))
            add(*numbers, step, {numbers->matrix()});
    }

    Ok takeCells(Role role, Step step)
    {
        const GivenNumbers* numbers = m_places.find(role);
        if (numbers == nullptr)
            return {};
        if (role == Role::Scores && step != Step::Scores)
            note(step == Step::Scaled ? HL_NOOP("core", "`%1` is read as scaled already.") : HL_NOOP("core", "`%1` is read as scaled and masked already."),
                 {numbers->name});
        const Index heads = m_problem.heads;
        HeadMatrices cells = numbers->heads();
        const bool isAveraged = role == Role::Pattern && heads > 1 && cells.size() == 1;
        const Index n = knownRows(), m = knownCols();
        const Index rows = cells.front().rows(), cols = cells.front().cols();
        const bool fits = (n == 0 || rows == n || rows == m) && (m == 0 || cols == m || cols == n);
        if (!fits || (!isAveraged && static_cast<Index>(cells.size()) != heads)) {
            const Index a = n > 0 ? n : rows, b = m > 0 ? m : cols;
            return failShape(*numbers, heads > 1 ? shapeTextOf({heads, a, b}) : shapeTextOf({a, b}));
        }
        add(*numbers, step, std::move(cells)).isAveraged = isAveraged;
        if (isAveraged)
            note(HL_NOOP("core", "`%1` is read as the mean over the heads."), {numbers->name});
        return {};
    }

    Ok takeResult(Role role)
    {
        const GivenNumbers* numbers = m_places.find(role);
        if (numbers == nullptr)
            return {};
        const Index heads = m_problem.heads;
        if (numbers->shape.size() == 3) {
            auto split = splitHeads(*numbers, heads, knownRows(), m_notes);
            if (!split)
                return tl::unexpected(split.error());
            add(*numbers, Step::Z, std::move(*split));
            return {};
        }
        const bool isLast = role == Role::Output && m_problem.toOutput.isGiven();
        const Step step = isLast ? Step::AttnOut : heads == 1 && role == Role::Z ? Step::Z : Step::Concat;
        const MatrixOf<double> values = numbers->matrix();
        const Index valueWidth = m_problem.v.size() > 0 ? m_problem.v.cols() : m_problem.toValue.weight.cols();
        const Index expected = isLast ? m_problem.toOutput.weight.cols() : valueWidth;
        const bool isOther = isLast && values.cols() == valueWidth;
        const Index n = knownRows();
        if ((n > 0 && values.rows() != n && values.rows() != knownCols()) || (expected > 0 && values.cols() != expected && !isOther))
            return failShape(*numbers, shapeTextOf({n > 0 ? n : values.rows(), expected > 0 ? expected : values.cols()}));
        add(*numbers, step, {values});
        return {};
    }

    Index knownRows() const
    {
        const Index rows = m_problem.queries();
        return rows > 0 ? rows : knownQueries(m_places);
    }

    Index knownCols() const
    {
        if (m_problem.hasQueryKey() || m_problem.v.size() > 0)
            return m_problem.keys();
        return knownKeys(m_places);
    }

    Compared& add(const GivenNumbers& numbers, Step step, HeadMatrices values)
    {
        m_compared.push_back({numbers.name, numbers.shapeText, step, std::move(values), false, false, numbers.type, numbers.decimals});
        return m_compared.back();
    }

    void note(const char* source, std::vector<std::string> args = {}) { m_notes.push_back({source, std::move(args)}); }

    const GivenPlaces& m_places;
    const Truth* m_truth;
    const ReadingChoice& m_choice;
    const AttentionProblem& m_problem;
    std::vector<Compared>& m_compared;
    std::vector<Message>& m_notes;
};

} // namespace

Result<void> takeCompared(const GivenPlaces& places, const Truth* truth, const ReadingChoice& choice, Reading& reading)
{
    if (auto ok = ComparedTaker(places, truth, choice, reading).takeCompared(); !ok)
        return ok;
    std::stable_sort(reading.compared.begin(), reading.compared.end(), [](const Compared& a, const Compared& b) { return a.step < b.step; });
    return {};
}

} // namespace hl
