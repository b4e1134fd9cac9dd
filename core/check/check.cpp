#include "core/check/check.h"

#include "core/attention/recipe_parts.h"
#include "core/base/limits.h"
#include "core/check/compare.h"
#include "core/check/traces.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl {

namespace {

/// One or two mistakes as one recipe.
struct Candidate
{
    const Mistake* first = nullptr;
    const Mistake* second = nullptr;
    Recipe recipe;
};

/// Tries candidates on one reading, stage by stage, so that most are refused early.
class Search
{
public:
    Search(const Reading& reading, std::size_t index, const Tolerance& tolerance, std::uint64_t& work)
        : m_reading(reading)
        , m_index(index)
        , m_tolerance(tolerance)
        , m_isHalf(tolerance.isHalf)
        , m_work(work)
    {}

    /// Those of `candidates`, which make the same choices up to the scores, that give what was given.
    void tryAll(const std::vector<const Candidate*>& candidates, std::vector<Fit>& fits)
    {
        const Recipe::Before& before = candidates.front()->recipe.before;
        m_tolerance.isHalf = m_isHalf || before.isHalf;
        AttentionSteps start = stepsBefore(m_reading.problem, before);
        countWork(start);
        std::vector<ArrayResult> arrays;
        double error = 0.0;
        for (const Compared& compared : m_reading.compared) {
            if (compared.step > Step::Scores)
                break;
            const HeadMatrices* ours = oursBefore(compared, before, start);
            if (ours == nullptr || !accept(compared, *ours, arrays, error))
                return;
        }
        for (const Candidate* candidate : candidates) {
            if (m_work > limits::checkWork)
                return;
            const Recipe::After& after = candidate->recipe.after;
            const bool dependsOnType = after.maskUse == MaskUse::Finite || (!after.isMaxSubtracted && after.weigh == parts::exponential);
            for (const NumberType type : {m_reading.problem.type, NumberType::Single, NumberType::Double, NumberType::Half}) {
                auto fit = probe(*candidate, start, type) ? tryOne(*candidate, start, arrays, error, type) : std::nullopt;
                if (fit)
                    fits.push_back(std::move(*fit));
                if (fit || !dependsOnType)
                    break;
            }
        }
    }

private:
    const HeadMatrices* oursBefore(const Compared& compared, const Recipe::Before& before, const AttentionSteps& start)
    {
        const auto found = start.find(compared.step);
        if (found == start.end())
            return nullptr;
        if (!compared.isFlat)
            return &found->second;
        Recipe::Before whole = before; // the rows before they were split, wrongly or not
        whole.split = parts::splitColumns;
        m_flat = {parts::sideBySide(stepsBefore(m_reading.problem, whole)[compared.step])};
        return &m_flat;
    }

    bool accept(const Compared& compared, const HeadMatrices& ours, std::vector<ArrayResult>& arrays, double& error) const
    {
        const Difference difference = differenceOf(compared, ours, m_tolerance);
        error = std::max(error, difference.error);
        arrays.push_back(difference.result);
        return difference.result.isEqual;
    }

    /// One head alone: enough to refuse most.
    bool probe(const Candidate& candidate, const AttentionSteps& start, NumberType type)
    {
        const bool isOfOneHead = candidate.recipe.after.group != parts::ofPair && candidate.recipe.after.group != parts::ofAll;
        if (m_reading.problem.heads < 2 || !isOfOneHead || candidate.recipe.after.hasDropout)
            return true;
        AttentionProblem problem;
        problem.headWidth = m_reading.problem.headWidth;
        problem.modelWidth = sizesOf(m_reading.problem).modelWidth;
        problem.scale = m_reading.problem.scale;
        problem.mask = m_reading.problem.mask;
        problem.type = type;
        if (!m_reading.problem.bias.empty())
            problem.bias = {m_reading.problem.bias.front()};
        for (const auto& [step, heads] : m_reading.problem.later)
            problem.later[step] = {heads.front()};
        AttentionSteps steps;
        for (const Step step : {Step::Scores, Step::V}) {
            if (const auto found = start.find(step); found != start.end())
                steps[step] = {found->second.front()};
        }
        bool isPossible = true;
        computeAfter(problem, candidate.recipe, steps, [&](Step step, const HeadMatrices& ours) {
            m_work += static_cast<std::uint64_t>(ours.front().size());
            for (const Compared& compared : m_reading.compared) {
                if (compared.step != step || compared.isAveraged || step >= Step::Concat)
                    continue;
                Compared one = compared;
                one.numbers = {compared.numbers.front()};
                isPossible = isPossible && differenceOf(one, ours, m_tolerance).result.isEqual;
            }
            return isPossible && step < Step::Z;
        });
        return isPossible;
    }

    std::optional<Fit> tryOne(const Candidate& candidate, const AttentionSteps& start, std::vector<ArrayResult> arrays,
                              double error, NumberType type)
    {
        Recipe recipe = candidate.recipe;
        const bool hasDropout = recipe.after.hasDropout;
        recipe.after.hasDropout = false; // it is told by its traces, whatever the seed
        AttentionProblem problem = m_reading.problem;
        problem.type = type;
        AttentionSteps steps = start;
        Fit fit{candidate.first, candidate.second, std::nullopt, m_reading.notes, {}, 0.0, m_index};
        std::size_t met = arrays.size();
        computeAfter(problem, recipe, steps, [&](Step step, const HeadMatrices& ours) {
            m_work += static_cast<std::uint64_t>(ours.front().size()) * ours.size();
            for (const Compared& compared : m_reading.compared) {
                if (compared.step != step)
                    continue;
                ++met;
                if (step == Step::Pattern && hasDropout) {
                    fit.dropout = dropoutBetween(compared, ours, m_tolerance);
                    if (!fit.dropout)
                        return false;
                    arrays.push_back({compared.name, compared.shape, step});
                    steps[Step::Pattern] = compared.numbers; // what follows is made from the weights that were left
                } else if (!accept(compared, ours, arrays, error)) {
                    return false;
                }
            }
            return true;
        });
        const bool isAllEqual = std::all_of(arrays.begin(), arrays.end(), [](const ArrayResult& array) { return array.isEqual; });
        if (met != m_reading.compared.size() || !isAllEqual || (hasDropout && !fit.dropout))
            return std::nullopt;
        fit.arrays = std::move(arrays);
        fit.error = error;
        return fit;
    }

    void countWork(const AttentionSteps& steps)
    {
        const auto scores = steps.find(Step::Scores);
        if (scores != steps.end())
            m_work += static_cast<std::uint64_t>(scores->second.front().size() * static_cast<Index>(scores->second.size())
                                                 * std::max<Index>(m_reading.problem.headWidth / 8, 1));
    }

    const Reading& m_reading;
    std::size_t m_index;
    Tolerance m_tolerance;
    bool m_isHalf;
    std::uint64_t& m_work;
    HeadMatrices m_flat;
};

std::vector<Candidate> singles(const AttentionProblem& problem)
{
    std::vector<Candidate> out;
    for (const Mistake& mistake : mistakes()) {
        if (mistake.need == Need::LargeScores || isMet(mistake.need, problem))
            out.push_back({&mistake, nullptr, recipeWith(&mistake)});
    }
    return out;
}

std::vector<Candidate> pairs(const AttentionProblem& problem)
{
    const std::vector<Candidate> one = singles(problem);
    std::vector<Candidate> out;
    for (std::size_t i = 0; i < one.size(); ++i) {
        for (std::size_t j = i + 1; j < one.size(); ++j) {
            if (canBeMadeTogether(*one[i].first, *one[j].first))
                out.push_back({one[i].first, one[j].first, recipeWith(one[i].first, one[j].first)});
        }
    }
    return out;
}

void tryCandidates(const Reading& reading, std::size_t index, const std::vector<Candidate>& candidates, const Tolerance& tolerance,
                   std::uint64_t& work, std::vector<Fit>& fits)
{
    Search search(reading, index, tolerance, work);
    std::vector<bool> isDone(candidates.size(), false);
    for (std::size_t i = 0; i < candidates.size() && work <= limits::checkWork; ++i) {
        if (isDone[i])
            continue;
        std::vector<const Candidate*> group;
        for (std::size_t j = i; j < candidates.size(); ++j) {
            if (!isDone[j] && candidates[j].recipe.before == candidates[i].recipe.before) {
                group.push_back(&candidates[j]);
                isDone[j] = true;
            }
        }
        search.tryAll(group, fits);
    }
}

/// Keeps one fit for each mistake or pair, and those only that fit as well as the best but for rounding.
void keepBest(std::vector<Fit>& fits, double noise)
{
    double best = std::numeric_limits<double>::infinity();
    for (const Fit& fit : fits)
        best = std::min(best, fit.error);
    const double most = 1000.0 * std::max(best, noise);
    // Dropout leaves zeros anywhere, so that it explains much: it counts where nothing else does.
    const bool isAnyWithout = std::any_of(fits.begin(), fits.end(), [](const Fit& fit) { return !fit.dropout; });
    std::vector<Fit> kept;
    for (Fit& fit : fits) {
        const bool isThere = std::any_of(kept.begin(), kept.end(), [&](const Fit& other) {
            return other.first == fit.first && other.second == fit.second;
        });
        if (fit.error <= most && !isThere && !(isAnyWithout && fit.dropout))
            kept.push_back(std::move(fit));
    }
    fits = std::move(kept);
}

/// What the right computation of a reading says of every array, equal or not.
std::vector<ArrayResult> compareAll(const Reading& reading, const Tolerance& tolerance)
{
    const AttentionSteps steps = computeAttention(reading.problem);
    std::vector<ArrayResult> out;
    for (const Compared& compared : reading.compared) {
        const auto found = steps.find(compared.step);
        if (found == steps.end())
            continue;
        const HeadMatrices flat = compared.isFlat ? HeadMatrices{parts::sideBySide(found->second)} : HeadMatrices{};
        out.push_back(differenceOf(compared, compared.isFlat ? flat : found->second, tolerance).result);
    }
    return out;
}

/// The rules that the given numbers themselves keep or break, each step made of what was given before it.
void checkRules(const Reading& reading, const Tolerance& tolerance, CheckReport& report)
{
    AttentionSteps steps = stepsBefore(reading.problem, {});
    for (const auto& [step, heads] : reading.problem.later)
        steps[step] = heads;
    for (const Compared& compared : reading.compared) {
        if (!compared.isFlat && !compared.isAveraged)
            steps[compared.step] = compared.numbers;
    }
    for (const Rule& rule : rules()) {
        const bool isGiven = std::any_of(reading.compared.begin(), reading.compared.end(),
                                         [&](const Compared& compared) { return compared.step == rule.step; })
                             || reading.problem.later.count(rule.step) > 0;
        const auto result = isGiven ? rule.check(reading.problem, steps, 10.0 * tolerance.relativeTo(reading.problem.type)) : std::nullopt;
        if (result)
            (result->holds ? report.held : report.broken).push_back(&rule);
    }
}

/// Weights that nothing was given for to compute them from: what they sum to still tells what cannot be right.
void suspectWeights(const Reading& reading, const Tolerance& tolerance, CheckReport& report)
{
    const auto weights = reading.problem.later.find(Step::Pattern);
    if (weights == reading.problem.later.end())
        return;
    const bool isBroken = std::any_of(report.broken.begin(), report.broken.end(), [](const Rule* rule) { return rule->step == Step::Pattern; });
    if (!isBroken && !isAnyNegative(weights->second))
        return;
    report.suspected = reading.startName;
    report.suspects = tracesIn(weights->second, 10.0 * tolerance.relativeTo(NumberType::Double));
    report.fits.clear();
    report.verdict = Verdict::Differs;
}

/// Each given step from the one given before it.
std::vector<Passage> passagesOf(const Reading& reading, const Tolerance& tolerance)
{
    std::vector<Passage> out;
    std::uint64_t work = 0;
    const Compared* previous = nullptr;
    for (const Compared& compared : reading.compared) {
        const bool canStart = previous && previous->step >= Step::Scores && previous->step <= Step::Pattern && !previous->isAveraged;
        if (canStart && compared.step > previous->step) {
            Reading passage{reading.problem, {compared}, {}, 0, {}};
            AttentionProblem& problem = passage.problem;
            if (problem.v.size() == 0) { // projected: the values stay as they are
                const AttentionSteps steps = stepsBefore(problem, {});
                if (const auto v = steps.find(Step::V); v != steps.end())
                    problem.v = parts::sideBySide(v->second);
            }
            problem.embedding = problem.x = problem.q = problem.k = {};
            problem.toQuery = problem.toKey = problem.toValue = {};
            problem.later = {{previous->step, previous->numbers}};
            std::vector<Fit> fits;
            tryCandidates(passage, 0, {Candidate{}}, tolerance, work, fits);
            if (fits.empty())
                tryCandidates(passage, 0, singles(problem), tolerance, work, fits);
            if (fits.empty())
                tryCandidates(passage, 0, pairs(problem), tolerance, work, fits);
            keepBest(fits, 1e-9);
            if (!fits.empty())
                out.push_back({previous->name, compared.name, std::move(fits)});
        }
        previous = &compared;
    }
    return out;
}

/// All readings with no mistake, one, and two, until something fits.
bool findFits(const Given& given, int rank, const Tolerance& tolerance, CheckReport& report)
{
    const auto tryRank = [&](auto candidatesOf, std::uint64_t& work, std::vector<Fit>& fits) {
        for (std::size_t i = 0; i < given.readings.size(); ++i) {
            if (given.readings[i].rank == rank)
                tryCandidates(given.readings[i], i, candidatesOf(given.readings[i].problem), tolerance, work, fits);
        }
    };
    const double noise = given.inputType == NumberType::Double && !tolerance.isLoose ? 1e-8 : 1.0;
    std::uint64_t work = 0;
    std::vector<Fit> right, single, pair;
    tryRank([](const AttentionProblem&) { return std::vector<Candidate>{Candidate{}}; }, work, right);
    const bool isRight = !right.empty();
    if (isRight && (right.front().error <= 1000.0 * noise || tolerance.isLoose)) {
        report.verdict = Verdict::Equal;
        report.fits = {right.front()};
        return true;
    }
    tryRank(singles, work, single);
    std::vector<Fit> both = std::move(right);
    both.insert(both.end(), single.begin(), single.end());
    keepBest(both, noise);
    if (!both.empty()) {
        const bool isEqual = both.front().first == nullptr;
        report.verdict = isEqual ? Verdict::Equal : Verdict::Mistake;
        report.fits = isEqual ? std::vector<Fit>{both.front()} : std::move(both);
        return true;
    }
    tryRank(pairs, work, pair);
    report.areAllPairsTried = report.areAllPairsTried && work <= limits::checkWork;
    keepBest(pair, noise);
    if (pair.empty())
        return false;
    report.verdict = Verdict::Mistake;
    report.fits = std::move(pair);
    return true;
}

/// The reading that agrees longest, and where two do, the one that departs least.
const Reading* bestReading(const Given& given, const Tolerance& tolerance, std::vector<ArrayResult>& arrays)
{
    const Reading* best = nullptr;
    std::size_t bestCount = 0;
    double bestDeparture = 0.0;
    for (const Reading& reading : given.readings) {
        auto results = compareAll(reading, tolerance);
        const auto departs = std::find_if(results.begin(), results.end(), [](const ArrayResult& result) { return !result.isEqual; });
        const auto count = static_cast<std::size_t>(departs - results.begin());
        const double departure = departs == results.end() ? 0.0 : departs->largest;
        if (best == nullptr || count > bestCount || (count == bestCount && departure < bestDeparture)) {
            best = &reading;
            bestCount = count;
            bestDeparture = departure;
            arrays = std::move(results);
        }
    }
    return best;
}

} // namespace

CheckReport check(const Given& given)
{
    CheckReport report;
    report.notes = given.notes;
    const Tolerance strict;
    const bool isAnything = std::any_of(given.readings.begin(), given.readings.end(), [](const Reading& r) { return !r.compared.empty(); });
    if (!isAnything) {
        checkRules(given.readings.front(), strict, report);
        suspectWeights(given.readings.front(), strict, report);
        report.notes.insert(report.notes.begin(), given.readings.front().notes.begin(), given.readings.front().notes.end());
        return report;
    }
    Tolerance used = strict;
    const Tolerance loose = Tolerance::looserFor(given);
    bool isFound = false;
    for (const int rank : {0, 1}) {
        isFound = isFound || findFits(given, rank, strict, report);
        if (!isFound && loose.isLoose && findFits(given, rank, loose, report)) {
            isFound = report.isRounded = true;
            report.decimals = loose.decimals;
            used = loose;
        }
    }
    const Reading* agrees = bestReading(given, used, report.arrays);
    if (isFound && agrees != &given.readings[report.fits.front().reading]) {
        agrees = &given.readings[report.fits.front().reading];
        report.arrays = compareAll(*agrees, used);
    }
    const Reading& best = *agrees;
    report.notes.insert(report.notes.begin(), best.notes.begin(), best.notes.end());
    checkRules(best, used, report);
    suspectWeights(best, used, report);
    if (isFound)
        return report;
    report.verdict = Verdict::Differs;
    report.passages = passagesOf(best, used);
    return report;
}

} // namespace hl
