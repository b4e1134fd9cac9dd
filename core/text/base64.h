#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hl {

/// The bytes of a base64 text (RFC 4648, with or without padding); nothing if it is none.
[[nodiscard]] std::optional<std::string> decodeBase64(std::string_view text);

} // namespace hl
