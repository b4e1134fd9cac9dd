#pragma once

#include <vector>

namespace hl {

/// Words in groups by how rare they are: each group has a table of its own, whose rows are narrower the rarer its words are, and
/// a projection of its own between them and d_model. Baevski, Auli 2019, "Adaptive input representations for neural language
/// modeling", section 3; Grave et al. 2017 for the scores.
struct WordGroups
{
    std::vector<int> ends{};   ///< by group: the first word behind it; empty: one table for all words
    std::vector<int> widths{}; ///< by group: features of its rows, the first group's at least as many as any other's

    [[nodiscard]] bool isEmpty() const { return ends.empty(); }
    [[nodiscard]] int count() const { return static_cast<int>(ends.size()); }
    [[nodiscard]] int groupOf(int word) const
    {
        int group = 0;
        while (group + 1 < count() && word >= ends[static_cast<std::size_t>(group)])
            ++group;
        return group;
    }
    [[nodiscard]] int firstOf(int group) const { return group > 0 ? ends[static_cast<std::size_t>(group) - 1] : 0; }
    [[nodiscard]] int wordsOf(int group) const { return ends[static_cast<std::size_t>(group)] - firstOf(group); }
    [[nodiscard]] int widthOf(int group) const { return widths[static_cast<std::size_t>(group)]; }
    /// Where the group's features begin if those of all groups lie side by side; of count(): how many these are.
    [[nodiscard]] int columnOf(int group) const
    {
        int column = 0;
        for (int before = 0; before < group; ++before)
            column += widthOf(before);
        return column;
    }
};

} // namespace hl
