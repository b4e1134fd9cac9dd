#include "app/commands/table.h"

#include "core/text/unicode.h"

#include <algorithm>

namespace hl {

std::string plainTable(const std::vector<std::vector<std::string>>& rows)
{
    std::vector<std::size_t> widths; // code points
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], codePoints(row[i]).size());
    }
    std::string out;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += row[i] + std::string(widths[i] + 2 - codePoints(row[i]).size(), ' ');
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    }
    return out;
}

std::string markdownTable(const std::vector<std::vector<std::string>>& rows, const std::vector<std::size_t>& codeColumns)
{
    std::string out;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        out += "|";
        for (std::size_t i = 0; i < rows[r].size(); ++i) {
            const bool isCode = r > 0 && std::find(codeColumns.begin(), codeColumns.end(), i) != codeColumns.end();
            out += isCode ? " `" + rows[r][i] + "` |" : " " + rows[r][i] + " |";
        }
        out += "\n";
        if (r == 0) {
            for (std::size_t i = 0; i < rows[0].size(); ++i)
                out += "|---";
            out += "|\n";
        }
    }
    return out;
}

} // namespace hl
