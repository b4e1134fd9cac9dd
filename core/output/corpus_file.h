#pragma once

#include "core/analysis/corpus_stats.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hl {

enum class CorpusFileFormat { Csv, Npz, Json };
/// By the path's ending; nothing for any other.
[[nodiscard]] std::optional<CorpusFileFormat> corpusFileFormatOf(const std::filesystem::path& path);

/// Everything, exact sums included, as one line of JSON.
[[nodiscard]] std::string corpusJson(const CorpusStats& stats);
/// A row per head and metric; a last line that begins with # holds the JSON.
[[nodiscard]] std::string corpusCsv(const CorpusStats& stats);
/// mean, sd, min, max, count [head, metric], scores [head, score], layer, head, is_cross, is_decoder [head], and the JSON as
/// bytes in `state`, which also names the heads and metrics. What does not apply is NaN.
[[nodiscard]] Result<std::vector<std::byte>> corpusNpz(const CorpusStats& stats);

/// In the format that the ending says, entirely or not at all. The same statistics give the same bytes.
[[nodiscard]] Result<void> writeCorpusFile(const CorpusStats& stats, const std::filesystem::path& path);

/// What was written in any of the formats, told apart by their first bytes; a JSON file may hold several, one a line.
[[nodiscard]] Result<std::vector<CorpusStats>> readCorpusFile(const std::filesystem::path& path);

} // namespace hl
