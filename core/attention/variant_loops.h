#pragma once

#include "core/attention/variants.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

// The loops that variants are computed with, once for numbers alone and once counted: Tally is Uncounted or Counted.
namespace hl::loops {

struct Uncounted
{
    static void multiplyAdd(double& sum, double a, double b) { sum += a * b; }
    static void add(double& sum, double a) { sum += a; }
    static void hold(Index) {}
};

struct Counted
{
    Work& work;
    void multiplyAdd(double& sum, double a, double b)
    {
        sum += a * b;
        work.multiplyAdds += 1.0;
    }
    void add(double& sum, double a)
    {
        sum += a;
        work.multiplyAdds += 1.0;
    }
    void hold(Index numbers) { work.held += static_cast<double>(numbers); }
};

/// Scores to weights, over those cells of a row for which `isSeen`; the others stay 0.
template <class Row, class IsSeen>
void softmax(Row row, const IsSeen& isSeen)
{
    double largest = -std::numeric_limits<double>::infinity();
    for (Index j = 0; j < row.size(); ++j) {
        if (isSeen(j))
            largest = std::max(largest, row(j));
    }
    double sum = 0.0;
    for (Index j = 0; j < row.size(); ++j) {
        if (isSeen(j))
            sum += row(j) = std::exp(row(j) - largest);
    }
    for (Index j = 0; j < row.size(); ++j) {
        if (isSeen(j))
            row(j) /= sum;
    }
}

/// softmax over the keys that a query sees, times V.
template <class Tally, class Sees>
void attendPairs(const VariantHead& head, const Sees& sees, VariantResult& out, Tally tally)
{
    const Index n = head.q.rows();
    const Index m = head.k.rows();
    out.weights.setZero(n, m);
    out.z.setZero(n, head.v.cols());
    tally.hold(out.z.size());
    for (Index i = 0; i < n; ++i) {
        const auto isSeen = [&](Index j) { return sees(head.offset + i, j); };
        for (Index j = 0; j < m; ++j) {
            if (!isSeen(j))
                continue;
            double score = 0.0;
            for (Index f = 0; f < head.q.cols(); ++f)
                tally.multiplyAdd(score, head.q(i, f), head.k(j, f));
            out.weights(i, j) = score * head.scale + (head.bias.rows() > 0 ? head.bias(i, j) : 0.0);
            tally.hold(1);
        }
        softmax(out.weights.row(i), isSeen);
        for (Index j = 0; j < m; ++j) {
            for (Index f = 0; isSeen(j) && f < head.v.cols(); ++f)
                tally.multiplyAdd(out.z(i, f), out.weights(i, j), head.v(j, f));
        }
    }
}

/// elu(x) + 1, which is positive.
inline double feature(double x)
{
    return x > 0.0 ? x + 1.0 : std::exp(x);
}

/// z_i = φ(q_i) S / (φ(q_i) · s), S = Σ φ(k_j)ᵀ v_j, s = Σ φ(k_j).
template <class Tally>
void attendLinearly(const VariantHead& head, VariantResult& out, Tally tally)
{
    const Index n = head.q.rows();
    const Index m = head.k.rows();
    const Index dKey = head.k.cols();
    const Index dValue = head.v.cols();
    const MatrixOf<double> queries = head.q.unaryExpr([](double x) { return feature(x); });
    const MatrixOf<double> keys = head.k.unaryExpr([](double x) { return feature(x); });
    MatrixOf<double> state = MatrixOf<double>::Zero(dKey, dValue);
    RowOf<double> sums = RowOf<double>::Zero(dKey);
    out.z.setZero(n, dValue);
    tally.hold(state.size() + sums.size() + out.z.size());
    for (Index j = 0; j < m; ++j) {
        for (Index f = 0; f < dKey; ++f) {
            tally.add(sums(f), keys(j, f));
            for (Index g = 0; g < dValue; ++g)
                tally.multiplyAdd(state(f, g), keys(j, f), head.v(j, g));
        }
    }
    out.weights = queries * keys.transpose(); // what the sums amount to; the variant itself never makes them
    for (Index i = 0; i < n; ++i) {
        double norm = 0.0;
        for (Index f = 0; f < dKey; ++f) {
            tally.multiplyAdd(norm, queries(i, f), sums(f));
            for (Index g = 0; g < dValue; ++g)
                tally.multiplyAdd(out.z(i, g), queries(i, f), state(f, g));
        }
        out.z.row(i) /= norm;
        out.weights.row(i) /= norm;
    }
}

/// softmax over the means of groups of keys, times the means of their values.
template <class Tally>
void attendGroups(const VariantHead& head, Index rank, VariantResult& out, Tally tally)
{
    const Index n = head.q.rows();
    const Index m = head.k.rows();
    const Index groups = std::min(std::max<Index>(rank, 1), m);
    MatrixOf<double> keys = MatrixOf<double>::Zero(groups, head.k.cols());
    MatrixOf<double> values = MatrixOf<double>::Zero(groups, head.v.cols());
    MatrixOf<double> bias = MatrixOf<double>::Zero(n, groups);
    std::vector<double> sizes(static_cast<std::size_t>(groups), 0.0);
    for (Index j = 0; j < m; ++j) {
        const Index group = groupOfKey(j, m, rank);
        sizes[static_cast<std::size_t>(group)] += 1.0;
        for (Index f = 0; f < head.k.cols(); ++f)
            tally.add(keys(group, f), head.k(j, f));
        for (Index f = 0; f < head.v.cols(); ++f)
            tally.add(values(group, f), head.v(j, f));
        if (head.bias.rows() > 0)
            bias.col(group) += head.bias.col(j);
    }
    for (Index group = 0; group < groups; ++group) {
        const double size = sizes[static_cast<std::size_t>(group)];
        keys.row(group) /= size;
        values.row(group) /= size;
        bias.col(group) /= size;
    }
    MatrixOf<double> shares = MatrixOf<double>::Zero(n, groups);
    out.weights.setZero(n, m);
    out.z.setZero(n, head.v.cols());
    tally.hold(keys.size() + values.size() + shares.size() + out.z.size());
    for (Index i = 0; i < n; ++i) {
        for (Index group = 0; group < groups; ++group) {
            for (Index f = 0; f < head.q.cols(); ++f)
                tally.multiplyAdd(shares(i, group), head.q(i, f), keys(group, f));
            shares(i, group) = shares(i, group) * head.scale + bias(i, group);
        }
        softmax(shares.row(i), [](Index) { return true; });
        for (Index group = 0; group < groups; ++group) {
            for (Index f = 0; f < head.v.cols(); ++f)
                tally.multiplyAdd(out.z(i, f), shares(i, group), values(group, f));
        }
        for (Index j = 0; j < m; ++j) {
            const Index group = groupOfKey(j, m, rank);
            out.weights(i, j) = shares(i, group) / sizes[static_cast<std::size_t>(group)];
        }
    }
}

} // namespace hl::loops
