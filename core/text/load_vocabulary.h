#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace hl {

/// Pieces by id from an object of piece -> id. Ids are whole, unique and below 1 048 576; an id that no piece
/// has gives an empty piece.
[[nodiscard]] Result<std::vector<std::string>> readVocabJson(const std::filesystem::path& path);

/// Pieces by line; the line is the id. Lines end with LF or CRLF; empty lines at the end of the file do not
/// count.
[[nodiscard]] Result<std::vector<std::string>> readVocabText(const std::filesystem::path& path);

/// Pairs of pieces, best first. A first line that starts with "#version" and empty lines do not count.
[[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>>
readMerges(const std::filesystem::path& path);

} // namespace hl
