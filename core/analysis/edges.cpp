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
    std::sort(row.begin(), row.end(), isLarger);
    return row;
}

double massOf(const std::vector<Edge>& edges)
{
    double sum = 0.0;
    for (const Edge& edge : edges)
        sum += edge.weight;
    return sum;
}

std::size_t shownOf(const std::vector<Edge>& row, const EdgeChoice& choice)
{
    if (choice.rule == EdgeChoice::Rule::Value)
        return static_cast<std::size_t>(std::count_if(
            row.begin(), row.end(), [&](const Edge& edge) { return edge.weight >= choice.threshold; }));
    if (choice.mass >= 1.0)
        return row.size();
    const double wanted = choice.mass * massOf(row);
    double sum = 0.0;
    std::size_t count = 0;
    while (count < row.size() && sum < wanted)
        sum += row[count++].weight;
    return count;
}

} // namespace

ChosenEdges chooseEdges(const MatrixView& pattern, const EdgeChoice& choice)
{
    ChosenEdges chosen;
    double total = 0.0;
    for (Index query = 0; query < pattern.rows(); ++query) {
        const auto row = edgesOfRow(pattern, query);
        total += massOf(row);
        const auto shown = static_cast<std::ptrdiff_t>(shownOf(row, choice));
        chosen.edges.insert(chosen.edges.end(), row.begin(), row.begin() + shown);
    }
    std::sort(chosen.edges.begin(), chosen.edges.end(), isLarger);
    const bool isCut = chosen.edges.size() > choice.limit;
    if (isCut)
        chosen.edges.resize(choice.limit);
    if (total > 0.0)
        chosen.unshownShare = std::max(0.0, 1.0 - massOf(chosen.edges) / total);
    std::reverse(chosen.edges.begin(), chosen.edges.end());
    return chosen;
}

} // namespace hl
