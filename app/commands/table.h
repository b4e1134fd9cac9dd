#pragma once

#include <string>
#include <vector>

namespace hl {

/// Rows of text in columns that line up; the first row may be a head line. No space at the ends of lines.
[[nodiscard]] std::string plainTable(const std::vector<std::vector<std::string>>& rows);

/// The same as a Markdown table; the first row is its head. `codeColumns` are set in `code`.
[[nodiscard]] std::string markdownTable(const std::vector<std::vector<std::string>>& rows,
                                        const std::vector<std::size_t>& codeColumns);

} // namespace hl
