#include "core/attention/rules.h"

#include "core/attention/recipe_parts.h"

#include <array>
#include <cmath>

namespace hl {

namespace {

using Matrix = MatrixOf<double>;
using Result = std::optional<RuleResult>;

/// Collects departures; a NaN counts as broken.
class Departures
{
public:
    explicit Departures(double tolerance)
        : m_tolerance(tolerance)
    {}

    void add(double is, double should, Index head, Index row)
    {
        const bool areSame = is == should || (std::isnan(is) && std::isnan(should));
        const double difference = areSame ? 0.0 : std::abs(is - should);
        if (!(difference <= m_tolerance * (1.0 + std::abs(should))))
            result.holds = false;
        if (!(difference <= result.deviation)) {
            result.deviation = difference;
            result.head = head;
            result.row = row;
        }
    }

    void addAll(const Matrix& is, const Matrix& should, Index head)
    {
        if (is.rows() != should.rows() || is.cols() != should.cols()) {
            result = {false, std::numeric_limits<double>::infinity(), head, -1};
            return;
        }
        for (Index row = 0; row < is.rows(); ++row) {
            for (Index col = 0; col < is.cols(); ++col)
                add(is(row, col), should(row, col), head, row);
        }
    }

    RuleResult result;

private:
    double m_tolerance;
};

const HeadMatrices* find(const AttentionSteps& steps, Step step)
{
    const auto found = steps.find(step);
    return found == steps.end() ? nullptr : &found->second;
}

template <class Visit>
Result eachHead(const HeadMatrices* heads, double tolerance, Visit visit)
{
    if (heads == nullptr)
        return std::nullopt;
    Departures departures(tolerance);
    for (std::size_t head = 0; head < heads->size(); ++head)
        visit((*heads)[head], static_cast<Index>(head), departures);
    return departures.result;
}

bool hasMaskFor(const AttentionProblem& problem, const Matrix& cells)
{
    return problem.mask.rows() == cells.rows() && problem.mask.cols() == cells.cols() && cells.size() > 0;
}

Result circle(const AttentionProblem&, const AttentionSteps& steps, double tolerance)
{
    return eachHead(find(steps, Step::EmbedPosition), tolerance, [](const Matrix& table, Index head, Departures& departures) {
        for (Index row = 0; row < table.rows(); ++row) {
            for (Index col = 0; col + 1 < table.cols(); col += 2)
                departures.add(table.row(row).segment(col, 2).squaredNorm(), 1.0, head, row);
        }
    });
}

/// The right queries of the problem's own inputs.
Result projectedAndSplit(const AttentionProblem& problem, const AttentionSteps& steps, double tolerance, bool isSplitChecked)
{
    const HeadMatrices* q = find(steps, Step::Q);
    if (q == nullptr)
        return std::nullopt;
    const AttentionSteps right = stepsBefore(problem, {});
    const HeadMatrices* expected = find(right, Step::Q);
    if (expected == nullptr || expected->size() != q->size())
        return std::nullopt;
    if (isSplitChecked)
        return eachHead(q, tolerance, [&](const Matrix& own, Index head, Departures& departures) {
            departures.addAll(own, (*expected)[static_cast<std::size_t>(head)], head);
        });
    Departures departures(tolerance);
    departures.addAll(parts::sideBySide(*q), parts::sideBySide(*expected), 0);
    return departures.result;
}

Result projection(const AttentionProblem& problem, const AttentionSteps& steps, double tolerance)
{
    return problem.toQuery.isGiven() ? projectedAndSplit(problem, steps, tolerance, false) : std::nullopt;
}

Result split(const AttentionProblem& problem, const AttentionSteps& steps, double tolerance)
{
    return problem.isSplit ? std::nullopt : projectedAndSplit(problem, steps, tolerance, true);
}

Result dotProduct(const AttentionProblem&, const AttentionSteps& steps, double tolerance)
{
    const HeadMatrices* q = find(steps, Step::Q);
    const HeadMatrices* k = find(steps, Step::K);
    if (q == nullptr || k == nullptr)
        return std::nullopt;
    return eachHead(find(steps, Step::Scores), tolerance, [&](const Matrix& scores, Index head, Departures& departures) {
        const auto h = static_cast<std::size_t>(head);
        departures.addAll(scores, (*q)[h] * (*k)[h].transpose(), head);
    });
}

Result scaling(const AttentionProblem& problem, const AttentionSteps& steps, double tolerance)
{
    const HeadMatrices* scores = find(steps, Step::Scores);
    if (scores == nullptr || (problem.headWidth == 0 && problem.scale == 0.0))
        return std::nullopt;
    return eachHead(find(steps, Step::Scaled), tolerance, [&](const Matrix& scaled, Index head, Departures& departures) {
        departures.addAll(scaled, (*scores)[static_cast<std::size_t>(head)] * problem.trueScale(), head);
    });
}

Result rowsSumToOne(const AttentionProblem& problem, const AttentionSteps& steps, double tolerance)
{
    return eachHead(find(steps, Step::Pattern), tolerance, [&](const Matrix& pattern, Index head, Departures& departures) {
        for (Index row = 0; row < pattern.rows(); ++row) {
            const bool isEmpty = hasMaskFor(problem, pattern) && isRowForbidden(problem.mask, row);
            departures.add(pattern.row(row).sum(), isEmpty ? 0.0 : 1.0, head, row);
        }
    });
}

Result forbiddenIsZero(const AttentionProblem& problem, const AttentionSteps& steps, double)
{
    return eachHead(find(steps, Step::Pattern), 0.0, [&](const Matrix& pattern, Index head, Departures& departures) {
        if (!hasMaskFor(problem, pattern))
            return;
        for (Index row = 0; row < pattern.rows(); ++row) {
            for (Index col = 0; col < pattern.cols(); ++col) {
                if (isForbidden(problem.mask(row, col)))
                    departures.add(pattern(row, col), 0.0, head, row);
            }
        }
    });
}

Result allowedIsPositive(const AttentionProblem& problem, const AttentionSteps& steps, double)
{
    const HeadMatrices* masked = find(steps, Step::Masked);
    return eachHead(masked ? find(steps, Step::Pattern) : nullptr, 0.0,
                    [&](const Matrix& pattern, Index head, Departures& departures) {
        const Matrix& cells = (*masked)[static_cast<std::size_t>(head)];
        for (Index row = 0; row < pattern.rows(); ++row) {
            const double most = cells.row(row).maxCoeff();
            for (Index col = 0; col < pattern.cols(); ++col) {
                const bool isAllowed = !hasMaskFor(problem, pattern) || !isForbidden(problem.mask(row, col));
                const bool canBeSeen = cells(row, col) - most > -80.0 || cells(row, col) == -std::numeric_limits<double>::infinity();
                if (isAllowed && canBeSeen && !(pattern(row, col) > 0.0))
                    departures.add(pattern(row, col), 1.0, head, row);
            }
        }
    });
}

Result exponentialRatios(const AttentionProblem&, const AttentionSteps& steps, double tolerance)
{
    const HeadMatrices* masked = find(steps, Step::Masked);
    if (masked == nullptr)
        return std::nullopt;
    return eachHead(find(steps, Step::Pattern), tolerance, [&](const Matrix& pattern, Index head, Departures& departures) {
        const Matrix& scores = (*masked)[static_cast<std::size_t>(head)];
        if (scores.rows() != pattern.rows() || scores.cols() != pattern.cols())
            return;
        for (Index row = 0; row < pattern.rows(); ++row) {
            Index most = 0;
            if (!(scores.row(row).maxCoeff(&most) > -std::numeric_limits<double>::infinity()))
                continue; // nothing is allowed
            for (Index col = 0; col < pattern.cols(); ++col)
                departures.add(pattern(row, col), pattern(row, most) * std::exp(scores(row, col) - scores(row, most)), head, row);
        }
    });
}

Result finite(const AttentionProblem&, const AttentionSteps& steps, double)
{
    return eachHead(find(steps, Step::Pattern), 0.0, [](const Matrix& pattern, Index head, Departures& departures) {
        for (Index row = 0; row < pattern.rows(); ++row) {
            if (!pattern.row(row).allFinite())
                departures.add(std::numeric_limits<double>::infinity(), 0.0, head, row);
        }
    });
}

Result weightedSum(const AttentionProblem&, const AttentionSteps& steps, double tolerance)
{
    const HeadMatrices* pattern = find(steps, Step::Pattern);
    const HeadMatrices* v = find(steps, Step::V);
    if (pattern == nullptr || v == nullptr || pattern->front().cols() != v->front().rows())
        return std::nullopt;
    return eachHead(find(steps, Step::Z), tolerance, [&](const Matrix& z, Index head, Departures& departures) {
        const auto h = static_cast<std::size_t>(head);
        departures.addAll(z, (*pattern)[h] * (*v)[h], head);
    });
}

Result joined(const AttentionProblem&, const AttentionSteps& steps, double tolerance)
{
    const HeadMatrices* z = find(steps, Step::Z);
    if (z == nullptr)
        return std::nullopt;
    return eachHead(find(steps, Step::Concat), tolerance, [&](const Matrix& concat, Index, Departures& departures) {
        departures.addAll(concat, parts::sideBySide(*z), 0);
    });
}

Result outputProjection(const AttentionProblem& problem, const AttentionSteps& steps, double tolerance)
{
    const HeadMatrices* concat = find(steps, Step::Concat);
    if (concat == nullptr || !problem.toOutput.isGiven() || concat->front().cols() != problem.toOutput.weight.rows())
        return std::nullopt;
    return eachHead(find(steps, Step::AttnOut), tolerance, [&](const Matrix& out, Index, Departures& departures) {
        Matrix expected = concat->front() * problem.toOutput.weight;
        if (problem.toOutput.bias.size() > 0)
            expected.rowwise() += problem.toOutput.bias.row(0);
        departures.addAll(out, expected, 0);
    });
}

constexpr std::array table{
    Rule{"positions-on-circles", HL_NOOP("core", "each pair of features of a position is a point on the unit circle"),
         Step::EmbedPosition, circle},
    Rule{"projected", HL_NOOP("core", "Q = X W_Q + b_Q"), Step::Q, projection},
    Rule{"split-by-columns", HL_NOOP("core", "each head has its own columns of Q, of every token"), Step::Q, split},
    Rule{"dot-products", HL_NOOP("core", "score(i, j) is the dot product of query i and key j"), Step::Scores, dotProduct},
    Rule{"scaled-by-root", HL_NOOP("core", "a scaled score times √d_k is the score"), Step::Scaled, scaling},
    Rule{"rows-sum-to-one", HL_NOOP("core", "every row sums to 1 (rows without an allowed key to 0)"), Step::Pattern, rowsSumToOne},
    Rule{"forbidden-is-zero", HL_NOOP("core", "forbidden cells are exactly 0"), Step::Pattern, forbiddenIsZero},
    Rule{"allowed-is-positive", HL_NOOP("core", "every allowed cell is larger than 0"), Step::Pattern, allowedIsPositive},
    Rule{"exponential-ratios", HL_NOOP("core", "two weights of a row are to each other as exp of their scores' difference"),
         Step::Pattern, exponentialRatios},
    Rule{"finite", HL_NOOP("core", "every weight is a finite number"), Step::Pattern, finite},
    Rule{"weighted-sum", HL_NOOP("core", "z is the sum of the values, each times its weight"), Step::Z, weightedSum},
    Rule{"joined-by-columns", HL_NOOP("core", "the heads' z stand side by side, in the order of the heads"), Step::Concat, joined},
    Rule{"output-projected", HL_NOOP("core", "out = [Z₁ … Z_H] W_O + b_O"), Step::AttnOut, outputProjection},
};

} // namespace

std::span<const Rule> rules()
{
    return table;
}

const Rule& ruleNamed(std::string_view name)
{
    for (const Rule& rule : table) {
        if (rule.name == name)
            return rule;
    }
    HL_ASSERT(false && "a rule that is in the table");
    return table.front();
}

} // namespace hl
