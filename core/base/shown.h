#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace hl {

/// A name from outside (a tensor, a key, a file) made safe to show in a sentence: control, direction and
/// other invisible characters become \u202e, bytes that are not UTF-8 become \xff, and a long name is cut
/// with "…".
[[nodiscard]] std::string shown(std::string_view name);

/// The same for a path, which is not cut.
[[nodiscard]] std::string shownPath(const std::filesystem::path& path);

} // namespace hl
