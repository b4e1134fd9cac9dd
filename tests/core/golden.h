#pragma once

#include "core/base/matrix.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Reference data: a folder with index.json, and in each case's folder case.json and .npz files. The folder is the one
/// named by HEADLIGHT_GOLDEN, or tests/data/golden.
namespace golden {

struct Case
{
    std::string path; ///< below the root: "models/gpt2"
    std::string kind;
    nlohmann::json index; ///< the case's entry in index.json
    std::filesystem::path folder;

    [[nodiscard]] nlohmann::json info() const; ///< case.json
};

[[nodiscard]] std::filesystem::path root();
[[nodiscard]] std::vector<Case> cases(std::string_view kind);

struct Array
{
    std::vector<hl::Index> shape;
    std::vector<double> values;

    /// The last two dimensions at the given leading indices, as a matrix; a vector is one row.
    [[nodiscard]] hl::MatrixOf<double> matrix(const std::vector<hl::Index>& leading = {}) const;
};

/// All arrays of an .npz; aborts the test with a sentence if it cannot be read.
[[nodiscard]] std::map<std::string, Array> readArrays(const std::filesystem::path& file);

/// Largest |actual - expected| over cells where both are finite. Cells forbidden in `expected` (-inf, or the most negative
/// float32, which the reference uses) must be -inf in `actual`; otherwise, and for any NaN, the result is infinite.
[[nodiscard]] double largestDifference(const hl::MatrixOf<double>& actual, const hl::MatrixOf<double>& expected);
/// "" if every cell is within abs or rel, else a sentence with the worst cell.
[[nodiscard]] std::string within(const hl::MatrixOf<double>& actual, const hl::MatrixOf<double>& expected,
                                 double absolute, double relative);
[[nodiscard]] hl::MatrixOf<double> matrixOf(const hl::MatrixView& view);

} // namespace golden
