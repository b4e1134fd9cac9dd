#include "core/analysis/compare.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace hl {

namespace {

constexpr std::size_t mostChanges = 10;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

MatrixOf<double> arranged(const MatrixView& view, const Comparison& c, int AlignedPair::*side)
{
    MatrixOf<double> out = MatrixOf<double>::Constant(static_cast<Index>(c.rows.size()), static_cast<Index>(c.cols.size()), nan);
    for (std::size_t i = 0; i < c.rows.size(); ++i) {
        for (std::size_t j = 0; j < c.cols.size(); ++j) {
            const int row = c.rows[i].*side;
            const int col = c.cols[j].*side;
            if (row >= 0 && col >= 0)
                out(static_cast<Index>(i), static_cast<Index>(j)) = view.at(row, col);
        }
    }
    return out;
}

double divergence(const RowOf<double>& left, const RowOf<double>& right)
{
    double leftSum = 0.0;
    double rightSum = 0.0;
    const auto isBoth = [&](Index j) { return std::isfinite(left[j]) && std::isfinite(right[j]); };
    for (Index j = 0; j < left.size(); ++j) {
        if (isBoth(j)) {
            leftSum += left[j];
            rightSum += right[j];
        }
    }
    if (!(leftSum > 0.0) || !(rightSum > 0.0))
        return nan;
    double sum = 0.0;
    for (Index j = 0; j < left.size(); ++j) {
        if (!isBoth(j))
            continue;
        const double p = left[j] / leftSum;
        const double q = right[j] / rightSum;
        const double m = 0.5 * (p + q);
        sum += 0.5 * ((p > 0.0 ? p * std::log2(p / m) : 0.0) + (q > 0.0 ? q * std::log2(q / m) : 0.0));
    }
    return std::clamp(sum, 0.0, 1.0); // rounding may pass the ends
}

void measure(Comparison& c, bool isPattern)
{
    double squares = 0.0;
    double product = 0.0;
    double leftSquares = 0.0;
    double rightSquares = 0.0;
    std::vector<ChangedCell> changes;
    c.difference = MatrixOf<double>::Constant(c.left.rows(), c.left.cols(), nan);
    for (Index i = 0; i < c.left.rows(); ++i) {
        for (Index j = 0; j < c.left.cols(); ++j) {
            const double left = c.left(i, j);
            const double right = c.right(i, j);
            if (std::isinf(left) && left == right) {
                c.difference(i, j) = 0.0;
                continue;
            }
            if (!std::isfinite(left) || !std::isfinite(right))
                continue;
            const double change = right - left;
            c.difference(i, j) = change;
            ++c.compared;
            squares += change * change;
            product += left * right;
            leftSquares += left * left;
            rightSquares += right * right;
            c.largestChange = std::max(c.largestChange, std::abs(change));
            if (change != 0.0)
                changes.push_back({i, j, left, right});
        }
    }
    c.frobenius = std::sqrt(squares);
    c.cosine = product / (std::sqrt(leftSquares) * std::sqrt(rightSquares));
    const std::size_t shown = std::min(mostChanges, changes.size());
    std::partial_sort(changes.begin(), changes.begin() + static_cast<std::ptrdiff_t>(shown), changes.end(),
                      [](const ChangedCell& a, const ChangedCell& b) {
                          const double first = std::abs(a.right - a.left);
                          const double second = std::abs(b.right - b.left);
                          return first != second ? first > second : std::pair(a.row, a.col) < std::pair(b.row, b.col);
                      });
    changes.resize(shown);
    c.largest = std::move(changes);
    if (!isPattern)
        return;
    double sum = 0.0;
    int count = 0;
    for (Index i = 0; i < c.left.rows(); ++i) {
        c.jensenShannon.push_back(divergence(c.left.row(i), c.right.row(i)));
        if (!std::isnan(c.jensenShannon.back())) {
            sum += c.jensenShannon.back();
            ++count;
        }
    }
    if (count > 0)
        c.meanJensenShannon = sum / count;
}

Result<MatrixView> viewOf(const Trace& trace, const StepRef& step)
{
    if (isUnasked(step, trace.model().spec()))
        return tl::unexpected(Error{ErrorCode::BadInput, unaskedText()});
    if (!hasStep(trace.model().spec(), step))
        return fail(ErrorCode::UnknownStep, HL_NOOP("core", "The model %1 has no step \"%2\" to compare with."),
                    {trace.model().spec().name, nameOf(step)});
    const MatrixView view = trace.view(step);
    if (!view)
        return fail(ErrorCode::NotCaptured, HL_NOOP("core", "Step \"%1\" was not kept in this run; shorten the text to compare it."), {nameOf(step)});
    return view;
}

/// Tokens with tokens; others one by one, if they are as many.
Result<std::vector<AlignedPair>> pairsOf(const Tokens* left, const Tokens* right, Index leftCount, Index rightCount, const char* what)
{
    const bool areTokens = left && right && static_cast<Index>(left->size()) == leftCount && static_cast<Index>(right->size()) == rightCount;
    if (areTokens)
        return alignTokens(*left, *right);
    if (leftCount != rightCount)
        return fail(ErrorCode::BadInput, what, {std::to_string(leftCount), std::to_string(rightCount)});
    return pairInOrder(static_cast<std::size_t>(leftCount), static_cast<std::size_t>(rightCount));
}

constexpr const char* otherRows = HL_NOOP("core", "These cannot be set side by side: one has %1 rows, the other %2, and they are no tokens.");
constexpr const char* otherCols = HL_NOOP("core", "These cannot be set side by side: one has %1 columns, the other %2, and they are no tokens.");

Result<Comparison> compared(const MatrixView& left, const MatrixView& right, Result<std::vector<AlignedPair>> rows,
                            Result<std::vector<AlignedPair>> cols, bool isPattern)
{
    if (!rows)
        return tl::unexpected(rows.error());
    if (!cols)
        return tl::unexpected(cols.error());
    Comparison c;
    c.rows = std::move(*rows);
    c.cols = std::move(*cols);
    c.left = arranged(left, c, &AlignedPair::left);
    c.right = arranged(right, c, &AlignedPair::right);
    measure(c, isPattern);
    return c;
}

} // namespace

Result<Comparison> compare(const Trace& left, const StepRef& leftStep, const Trace& right, const StepRef& rightStep)
{
    const auto a = viewOf(left, leftStep);
    if (!a)
        return tl::unexpected(a.error());
    const auto b = viewOf(right, rightStep);
    if (!b)
        return tl::unexpected(b.error());
    return compared(*a, *b, pairsOf(left.rowTokens(leftStep), right.rowTokens(rightStep), a->rows(), b->rows(), otherRows),
                    pairsOf(left.columnTokens(leftStep), right.columnTokens(rightStep), a->cols(), b->cols(), otherCols),
                    leftStep.step == Step::Pattern && rightStep.step == Step::Pattern);
}

Result<Comparison> compare(const MatrixView& left, const Trace& right, const StepRef& rightStep)
{
    const auto b = viewOf(right, rightStep);
    if (!b)
        return tl::unexpected(b.error());
    return compared(left, *b, pairsOf(nullptr, nullptr, left.rows(), b->rows(), otherRows),
                    pairsOf(nullptr, nullptr, left.cols(), b->cols(), otherCols), rightStep.step == Step::Pattern);
}

} // namespace hl
