#include "core/check/traces.h"

#include <algorithm>
#include <cmath>

namespace hl {

namespace {

using Matrix = MatrixOf<double>;

template <class Claim>
bool all(const HeadMatrices& heads, Claim claim)
{
    return std::all_of(heads.begin(), heads.end(), claim);
}

bool areOnes(const Matrix& sums, double tolerance)
{
    return ((sums.array() - 1.0).abs() <= tolerance).all();
}

Matrix sumOf(const HeadMatrices& heads)
{
    Matrix sum = heads.front();
    for (std::size_t head = 1; head < heads.size(); ++head)
        sum += heads[head];
    return sum;
}

/// Zero after the diagonal and nothing but positive up to it, rows summing to less than 1 but for the last.
bool isCutAfterwards(const Matrix& pattern, double tolerance)
{
    if (pattern.rows() != pattern.cols() || pattern.rows() < 2 || (pattern.array() < 0.0).any())
        return false;
    for (Index row = 0; row < pattern.rows(); ++row) {
        const Index after = pattern.cols() - row - 1;
        if (!pattern.row(row).tail(after).isZero(0.0) || pattern.row(row).sum() > 1.0 + tolerance)
            return false;
    }
    return std::abs(pattern.row(pattern.rows() - 1).sum() - 1.0) <= tolerance;
}

} // namespace

bool isAnyNegative(const HeadMatrices& pattern)
{
    return !all(pattern, [](const Matrix& head) { return !(head.array() < 0.0).any(); });
}

std::vector<const Mistake*> tracesIn(const HeadMatrices& pattern, double tolerance)
{
    std::vector<const Mistake*> out;
    const auto suspect = [&](bool isSo, const char* name) {
        if (isSo)
            out.push_back(mistakeNamed(name));
    };
    if (!all(pattern, [](const Matrix& head) { return head.allFinite(); })) {
        suspect(true, "forbidden-row-nan");
        suspect(true, "no-max-subtraction");
        return out;
    }
    const auto columns = [&](const Matrix& head) { return areOnes(head.colwise().sum(), tolerance); };
    const auto whole = [&](const Matrix& head) { return std::abs(head.sum() - 1.0) <= tolerance; };
    const Matrix overHeads = sumOf(pattern);
    suspect(all(pattern, columns), "softmax-over-queries");
    suspect(pattern.front().rows() > 1 && all(pattern, whole), "softmax-over-matrix");
    suspect(pattern.size() > 1 && areOnes(overHeads, tolerance), "softmax-over-heads");
    suspect(pattern.size() > 1 && std::abs(overHeads.sum() - 1.0) <= tolerance, "softmax-over-everything");
    suspect(isAnyNegative(pattern), "ratio-without-exp");
    suspect(all(pattern, [&](const Matrix& head) { return isCutAfterwards(head, tolerance); }), "mask-after-softmax");
    const double first = pattern.front().row(0).sum();
    const auto isEverywhere = [&](const Matrix& head) { return ((head.rowwise().sum().array() - first).abs() <= tolerance).all(); };
    const double width = 1.0 / (first * first);
    const bool isRoot = first > 0.0 && first < 1.0 - tolerance && std::abs(width - std::round(width)) <= 1e-3 * width;
    suspect(isRoot && all(pattern, isEverywhere), "scaled-after-softmax");
    const bool isZeroAnywhere = !all(pattern, [](const Matrix& head) { return (head.array() != 0.0).all(); });
    suspect(out.empty() && isZeroAnywhere, "dropout");
    return out;
}

} // namespace hl
