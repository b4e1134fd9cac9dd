#pragma once

#include "core/base/error.h"
#include "core/output/npy.h"

#include <filesystem>
#include <string>
#include <vector>

namespace hl {

/// One array of someone else's computation. A name without letters is replaced by that of its file.
struct GivenArray
{
    std::string name;
    NpyArray array{};
    std::vector<std::string> texts{}; ///< in the place of numbers: the words of the tokens, for example
};
using GivenArrays = std::vector<GivenArray>;

/// The arrays of a .npz, .npy, .json, .csv, .tsv or .txt file. NumPy's files are known by what they hold, the others by
/// their ending. A .npy or .csv file holds one array, named as `name`, or as the file where that is empty.
/// JSON: an object of arrays (nested lists), numbers and true or false; "nan", "inf", "-inf" as NumPy's tolist() cannot say.
/// Lists of texts, in .npz and .json files, are read as such.
[[nodiscard]] Result<GivenArrays> readGiven(const std::filesystem::path& path, const std::string& name = {});

/// A matrix of numbers separated by commas, semicolons, tabs or spaces; a first line that holds no number is its head.
[[nodiscard]] Result<NpyArray> parseNumbersCsv(std::string_view text, std::string_view what);
/// The arrays of a JSON object.
[[nodiscard]] Result<GivenArrays> parseNumbersJson(std::string_view text, std::string_view what);

} // namespace hl
