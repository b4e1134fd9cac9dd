#pragma once

#include "core/base/error.h"
#include "core/base/matrix.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace hl {

/// Numbers that follow from a run, with names for rows and columns. What does not apply is NaN.
struct NumberTable
{
    std::string name; ///< letters, digits, "_" and ".": "metrics", "rollout"
    std::vector<std::string> rows;
    std::vector<std::string> columns;
    MatrixOf<double> values; ///< [rows, columns]
};

/// Tables below each other, each with its name at the top left; separated by tabs. Every number reads back exactly.
[[nodiscard]] std::string tablesTsv(std::span<const NumberTable> tables);

/// One line of JSON: {NAME: {"rows", "columns", "values"}}; what is not finite is null.
[[nodiscard]] std::string tablesJson(std::span<const NumberTable> tables);

/// By the path's ending: .csv, a table below the other with an empty line between; .npz, an array NAME for each table and its names in
/// NAME.rows and NAME.columns, UTF-8 bytes with a line for each; .json. Entirely or not at all.
[[nodiscard]] Result<void> writeTables(std::span<const NumberTable> tables, const std::filesystem::path& path);

} // namespace hl
