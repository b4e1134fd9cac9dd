#include "core/analysis/edges.h"

#include <algorithm>
#include <cmath>

namespace hl {

namespace {

bool isLarger(const Edge& a, const Edge& b)
{
    if (a.weight != b.weight)
        return a.weight > b.weight;
    return a.query != b.query ? a.query < b.query : a.key < b.key;
}

std::vector<Edge> edgesOfRow(const MatrixView& pattern, Index query)
{
    std::vector<Edge> row;
    for (Index key = 0; key < pattern.cols(); ++key) {
        const double weight = pattern.at(query, key);
        if (std::isfinite(weight) && weight > 0.0)
            row.push_back({query, key, weight});
    }
    return row;
}

double massOf(const std::vector<Edge>& edges)
{
    double sum = 0.0;
    for (const Edge& edge : edges)
        sum += edge.weight;
    return sum;
}

/// Those of a row that are shown, largest first. Only they are put in order: most rows show few of their weights.
void keepShown(std::vector<Edge>& row, const EdgeChoice& choice)
{
    if (choice.rule == EdgeChoice::Rule::Value) {
        std::erase_if(row, [&](const Edge& edge) { return edge.weight < choice.threshold; });
        return;
    }
    if (choice.mass >= 1.0)
        return;
    const double wanted = choice.mass * massOf(row);
    const auto isSmaller = [](const Edge& a, const Edge& b) { return isLarger(b, a); };
    std::make_heap(row.begin(), row.end(), isSmaller);
    std::vector<Edge> shown;
    for (double sum = 0.0; !row.empty() && sum < wanted;) {
        std::pop_heap(row.begin(), row.end(), isSmaller);
        shown.push_back(row.back());
        row.pop_back();
        sum += shown.back().weight;
    }
    row = std::move(shown);
}

/// The largest `limit`, in any order.
void cutTo(std::vector<Edge>& edges, std::size_t limit)
{
    if (edges.size() <= limit)
        return;
    std::nth_element(edges.begin(), edges.begin() + static_cast<std::ptrdiff_t>(limit), edges.end(), isLarger);
    edges.resize(limit);
}

} // namespace

ChosenEdges chooseEdges(const MatrixView& pattern, const EdgeChoice& choice)
{
    ChosenEdges chosen;
    double total = 0.0;
    for (Index query = 0; query < pattern.rows(); ++query) {
        auto row = edgesOfRow(pattern, query);
        total += massOf(row);
        keepShown(row, choice);
        chosen.edges.insert(chosen.edges.end(), row.begin(), row.end());
        if (chosen.edges.size() > 4 * choice.limit) // thousands of tokens have millions of weights
            cutTo(chosen.edges, choice.limit);
    }
    cutTo(chosen.edges, choice.limit);
    std::sort(chosen.edges.begin(), chosen.edges.end(), isLarger);
    if (total > 0.0)
        chosen.unshownShare = std::max(0.0, 1.0 - massOf(chosen.edges) / total);
    std::reverse(chosen.edges.begin(), chosen.edges.end());
    return chosen;
}

} // namespace hl
