#include "core/analysis/align.h"

#include <algorithm>

namespace hl {

std::vector<AlignedPair> pairInOrder(std::size_t left, std::size_t right)
{
    std::vector<AlignedPair> pairs;
    for (std::size_t i = 0; i < std::max(left, right); ++i)
        pairs.push_back({i < left ? static_cast<int>(i) : -1, i < right ? static_cast<int>(i) : -1});
    return pairs;
}

std::vector<AlignedPair> alignTokens(const Tokens& left, const Tokens& right)
{
    constexpr std::size_t mostCells = 4'000'000;
    const std::size_t n = left.size();
    const std::size_t m = right.size();
    if (n == 0 || m == 0 || n > mostCells / m)
        return pairInOrder(n, m);
    const auto isSame = [&](std::size_t i, std::size_t j) { return left[i].text == right[j].text && left[i].isSpecial == right[j].isSpecial; };
    // cost[i][j]: of aligning what follows i on the left with what follows j on the right.
    std::vector<int> cost((n + 1) * (m + 1));
    const auto at = [&](std::size_t i, std::size_t j) -> int& { return cost[i * (m + 1) + j]; };
    for (std::size_t i = n + 1; i-- > 0;) {
        for (std::size_t j = m + 1; j-- > 0;) {
            if (i == n || j == m) {
                at(i, j) = static_cast<int>((n - i) + (m - j));
                continue;
            }
            at(i, j) = std::min({at(i + 1, j + 1) + (isSame(i, j) ? 0 : 1), at(i + 1, j) + 1, at(i, j + 1) + 1});
        }
    }
    std::vector<AlignedPair> pairs;
    for (std::size_t i = 0, j = 0; i < n || j < m;) {
        if (i < n && j < m && at(i, j) == at(i + 1, j + 1) + (isSame(i, j) ? 0 : 1))
            pairs.push_back({static_cast<int>(i++), static_cast<int>(j++)});
        else if (i < n && at(i, j) == at(i + 1, j) + 1)
            pairs.push_back({static_cast<int>(i++), -1});
        else
            pairs.push_back({-1, static_cast<int>(j++)});
    }
    return pairs;
}

} // namespace hl
