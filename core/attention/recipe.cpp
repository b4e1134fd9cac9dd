#include "core/attention/recipe.h"

#include "core/attention/recipe_parts.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hl {

namespace {

using Matrix = MatrixOf<double>;

constexpr double forbidden = -std::numeric_limits<double>::infinity();
constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double finiteMask = -1e9;

void round(Matrix& matrix, NumberType type)
{
    if (type != NumberType::Double)
        matrix = matrix.unaryExpr([type](double x) { return roundedTo(type, x); }).eval();
}

void round(HeadMatrices& heads, NumberType type)
{
    for (Matrix& head : heads)
        round(head, type);
}

Matrix projected(const Matrix& x, const Projection& to, bool hasBias)
{
    Matrix out = x * to.weight;
    if (hasBias && to.bias.size() > 0)
        out.rowwise() += to.bias.row(0);
    return out;
}

/// The rows of one of q, k, v before they are split: given, or projected.
Matrix flatOf(const Matrix& given, const Matrix& x, const Projection& to, const Matrix& latePositions, bool hasBias)
{
    if (!to.isGiven() || x.size() == 0)
        return given;
    Matrix flat = projected(x, to, hasBias);
    if (latePositions.size() > 0 && latePositions.cols() == flat.cols())
        flat += latePositions;
    return flat;
}

/// The part of the softmax's rows that was asked for: rows, columns, all.
class Softmax
{
public:
    Softmax(const Recipe::After& recipe, AttentionSizes sizes, NumberType type)
        : m_recipe(recipe)
        , m_sizes(sizes)
        , m_type(type)
        , m_groups(static_cast<std::size_t>(std::max({sizes.heads * sizes.queries, sizes.heads * sizes.keys,
                                                      sizes.queries * sizes.keys})))
    {}

    void apply(HeadMatrices& heads)
    {
        std::fill(m_groups.begin(), m_groups.end(), Group{});
        if (m_recipe.isMaxSubtracted)
            eachCell(heads, [](Group& group, double& cell) { group.max = std::max(group.max, cell); });
        eachCell(heads, [this](Group& group, double& cell) {
            const bool isAllForbidden = m_recipe.isMaxSubtracted && group.max == forbidden;
            if (isAllForbidden)
                cell = m_recipe.isSoftmaxNaive ? notANumber : 0.0;
            else if (m_recipe.isMaxSubtracted && cell == forbidden)
                cell = 0.0;
            else
                cell = rounded(m_recipe.weigh(m_recipe.isMaxSubtracted ? rounded(cell - group.max) : cell));
            group.sum += cell;
        });
        eachCell(heads, [this](Group& group, double& cell) {
            const double sum = rounded(group.sum);
            if (sum != 0.0 || m_recipe.isSoftmaxNaive)
                cell = rounded(cell / sum);
        });
    }

private:
    struct Group
    {
        double max = forbidden;
        double sum = 0.0;
    };

    [[nodiscard]] double rounded(double x) const { return roundedTo(m_type, x); }

    template <class Visit>
    void eachCell(HeadMatrices& heads, Visit visit)
    {
        for (Index head = 0; head < m_sizes.heads; ++head) {
            Matrix& cells = heads[static_cast<std::size_t>(head)];
            for (Index row = 0; row < m_sizes.queries; ++row) {
                for (Index col = 0; col < m_sizes.keys; ++col)
                    visit(m_groups[static_cast<std::size_t>(m_recipe.group(head, row, col, m_sizes))], cells(row, col));
            }
        }
    }

    const Recipe::After& m_recipe;
    AttentionSizes m_sizes;
    NumberType m_type;
    std::vector<Group> m_groups;
};

NumberType typeOf(const AttentionProblem& problem, const Recipe& recipe)
{
    if (recipe.before.isHalf)
        return NumberType::Half;
    const bool canOverflow = recipe.after.maskUse == MaskUse::Finite
                             || (!recipe.after.isMaxSubtracted && recipe.after.weigh == parts::exponential);
    return canOverflow ? problem.type : NumberType::Double;
}

HeadMatrices maskedScores(const AttentionProblem& problem, const Recipe& recipe, HeadMatrices scores, const MaskMatrix& mask,
                          NumberType type)
{
    for (std::size_t head = 0; head < scores.size(); ++head) {
        Matrix& cells = scores[head];
        if (!problem.bias.empty())
            cells += problem.bias[head];
        if (mask.rows() == 0)
            continue;
        for (Index i = 0; i < cells.rows(); ++i) {
            for (Index j = 0; j < cells.cols(); ++j) {
                if (!isForbidden(mask(i, j)))
                    cells(i, j) += mask(i, j);
                else if (recipe.after.maskUse == MaskUse::Infinite)
                    cells(i, j) = forbidden;
                else if (recipe.after.maskUse == MaskUse::Finite)
                    cells(i, j) = roundedTo(type, cells(i, j) + roundedTo(type, finiteMask));
                else if (recipe.after.maskUse == MaskUse::Zero)
                    cells(i, j) = 0.0;
            }
        }
    }
    return scores;
}

HeadMatrices patternOf(const Recipe& recipe, HeadMatrices cells, const AttentionSizes& sizes, const MaskMatrix& mask,
                       NumberType type)
{
    Softmax softmax(recipe.after, sizes, type);
    for (int i = 0; i < recipe.after.softmaxCount; ++i)
        softmax.apply(cells);
    for (std::size_t head = 0; head < cells.size(); ++head) {
        Matrix& weights = cells[head];
        if (recipe.after.maskUse == MaskUse::AfterSoftmax && mask.rows() > 0) // multiplied, as programs do: a NaN stays one
            weights.array() *= (mask.array() != forbidden).cast<double>();
        if (recipe.after.isFactorLate)
            weights *= recipe.after.factor(sizes);
        for (Index i = 0; recipe.after.hasDropout && i < weights.rows(); ++i) {
            for (Index j = 0; j < weights.cols(); ++j)
                weights(i, j) = isDropped(dropoutSeed, static_cast<Index>(head), i, j) ? 0.0 : weights(i, j) / (1.0 - dropoutRate);
        }
    }
    return cells;
}

bool haveOneShape(const HeadMatrices& heads)
{
    return !heads.empty() && std::all_of(heads.begin(), heads.end(), [&](const Matrix& head) {
        return head.size() > 0 && head.rows() == heads.front().rows() && head.cols() == heads.front().cols();
    });
}

} // namespace

Recipe::Before::Before()
    : positions(parts::sinesAndCosines)
    , split(parts::splitColumns)
    , score(parts::dotProducts)
{}

Recipe::After::After()
    : factor(parts::rightFactor)
    , mask(parts::sameMask)
    , weigh(parts::exponential)
    , group(parts::ofRow)
    , mix(parts::weightedSum)
    , join(parts::sideBySide)
{}

bool isDropped(std::uint64_t seed, Index head, Index query, Index key)
{
    // SplitMix64 (Steele et al. 2014) of a number that tells the cell.
    std::uint64_t z = seed + 0x9E3779B97F4A7C15ULL
                      * (1 + static_cast<std::uint64_t>(key) + (static_cast<std::uint64_t>(query) << 20)
                         + (static_cast<std::uint64_t>(head) << 40));
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    z ^= z >> 31;
    return std::ldexp(static_cast<double>(z >> 11), -53) < dropoutRate;
}

AttentionSizes sizesOf(const AttentionProblem& problem)
{
    return {problem.heads,     problem.queries(), problem.keys(), problem.headWidth,
            problem.modelWidth > 0 ? problem.modelWidth : problem.heads * problem.headWidth, problem.trueScale()};
}

AttentionSteps stepsBefore(const AttentionProblem& problem, const Recipe::Before& recipe)
{
    AttentionSteps steps;
    const NumberType type = recipe.isHalf ? NumberType::Half : NumberType::Double;
    Matrix x = problem.x;
    Matrix late;
    if (problem.embedding.size() > 0) {
        const Matrix table = problem.positions.size() > 0 && recipe.positions == parts::sinesAndCosines
                                 ? problem.positions
                                 : recipe.positions(problem.embedding.rows(), problem.embedding.cols());
        steps[Step::EmbedPosition] = {table};
        x = recipe.arePositionsLate ? problem.embedding : Matrix(problem.embedding + table);
        late = recipe.arePositionsLate ? table : Matrix();
    }
    if (x.size() > 0)
        steps[Step::EmbedSum] = {x};
    const Matrix& xKeys = problem.xKeys.size() > 0 ? problem.xKeys : x;
    const auto add = [&](Step step, const Matrix& given, const Matrix& rows, const Projection& to) {
        const Matrix flat = flatOf(given, rows, to, late, recipe.hasBias);
        if (flat.size() == 0)
            return;
        HeadMatrices heads = problem.isSplit ? parts::splitColumns(flat, problem.heads) : recipe.split(flat, problem.heads);
        round(heads, type);
        steps[step] = std::move(heads);
    };
    add(Step::Q, problem.q, x, problem.toQuery);
    add(Step::K, problem.k, xKeys, problem.toKey);
    add(Step::V, problem.v, xKeys, problem.toValue);
    if (steps.count(Step::Q) == 0 || steps.count(Step::K) == 0)
        return steps;
    HeadMatrices scores;
    for (std::size_t head = 0; head < static_cast<std::size_t>(problem.heads); ++head)
        scores.push_back(recipe.score(steps[Step::Q][head], steps[Step::K][head]));
    round(scores, type);
    if (haveOneShape(scores))
        steps[Step::Scores] = std::move(scores);
    return steps;
}

bool computeAfter(const AttentionProblem& problem, const Recipe& recipe, AttentionSteps& steps, const OnStep& onStep)
{
    const auto arrive = [&](Step step, HeadMatrices heads) {
        const HeadMatrices& stored = steps[step] = std::move(heads);
        return !onStep || onStep(step, stored);
    };
    const auto here = [&](Step step) -> const HeadMatrices* {
        const auto made = steps.find(step);
        if (made != steps.end())
            return &made->second;
        const auto given = problem.later.find(step);
        return given == problem.later.end() ? nullptr : &given->second;
    };
    AttentionSizes sizes = sizesOf(problem);
    const NumberType type = typeOf(problem, recipe);
    const MaskMatrix mask = problem.mask.rows() > 0 ? recipe.after.mask(problem.mask) : problem.mask;
    const auto fits = [&](const HeadMatrices& heads) {
        sizes.queries = heads.front().rows();
        sizes.keys = heads.front().cols();
        return mask.rows() == 0 || (mask.rows() == sizes.queries && mask.cols() == sizes.keys);
    };

    if (const HeadMatrices* scores = here(Step::Scores)) {
        HeadMatrices scaled = *scores;
        sizes.queries = scaled.front().rows();
        sizes.keys = scaled.front().cols();
        for (Matrix& head : scaled)
            head *= recipe.after.isFactorLate ? 1.0 : recipe.after.factor(sizes);
        round(scaled, recipe.before.isHalf ? NumberType::Half : NumberType::Double);
        if (!arrive(Step::Scaled, std::move(scaled)))
            return false;
    }
    if (const HeadMatrices* scaled = here(Step::Scaled)) {
        if (!fits(*scaled))
            return true;
        if (!arrive(Step::Masked, maskedScores(problem, recipe, *scaled, mask, type)))
            return false;
    }
    if (const HeadMatrices* masked = here(Step::Masked)) {
        if (!fits(*masked))
            return true;
        if (!arrive(Step::Pattern, patternOf(recipe, *masked, sizes, mask, type)))
            return false;
    }
    const HeadMatrices* pattern = here(Step::Pattern);
    const HeadMatrices* v = here(Step::V);
    if (pattern == nullptr || v == nullptr)
        return true;
    HeadMatrices z;
    for (std::size_t head = 0; head < pattern->size(); ++head)
        z.push_back(recipe.after.mix((*pattern)[head], (*v)[head]));
    round(z, recipe.before.isHalf ? NumberType::Half : NumberType::Double);
    if (!haveOneShape(z))
        return true;
    if (!arrive(Step::Z, std::move(z)) || !arrive(Step::Concat, {recipe.after.join(steps[Step::Z])}))
        return false;
    if (!problem.toOutput.isGiven())
        return true;
    const Matrix& concat = steps[Step::Concat].front();
    if (concat.cols() != problem.toOutput.weight.rows())
        return true;
    return arrive(Step::AttnOut, {recipe.after.isProjected ? projected(concat, problem.toOutput, recipe.before.hasBias) : concat});
}

AttentionSteps computeAttention(const AttentionProblem& problem, const Recipe& recipe)
{
    AttentionSteps steps = stepsBefore(problem, recipe.before);
    computeAfter(problem, recipe, steps);
    return steps;
}

} // namespace hl
