#pragma once

#include "core/base/error.h"

#include <optional>
#include <string>
#include <vector>

namespace hl {

struct TextOrPair
{
    std::string first; ///< UTF-8
    std::optional<std::string> second;
};

/// Texts and pairs of texts from a JSON file: ["one", ["first", "second"]]. Half of a surrogate pair (\ud83d alone),
/// which is no character, becomes U+FFFD.
[[nodiscard]] Result<std::vector<TextOrPair>> readStringsFile(const std::string& path);

} // namespace hl
