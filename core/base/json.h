#pragma once

#include "core/base/error.h"
#include "core/base/limits.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace hl {

/// What a JSON text may be at most.
struct JsonLimits
{
    std::uint64_t bytes = limits::configFile;
    std::uint64_t depth = limits::jsonDepth; // objects and arrays inside each other; {} has depth 1
};

/// Parses JSON as RFC 8259 has it and no more: UTF-8 without byte order mark, no key twice in an object, no
/// NUL, no comments. `what` names the text in an error's sentence, which also says the line and column.
[[nodiscard]] Result<nlohmann::json> parseJson(std::string_view text, const JsonLimits& limits,
                                               std::string_view what);

/// Why `text` cannot be JSON at all, before any parsing: too long, a byte order mark, a NUL byte. Other
/// parsers of JSON texts (of safetensors headers) ask it too.
[[nodiscard]] Result<void> checkJsonText(std::string_view text, const JsonLimits& limits,
                                         std::string_view what);

/// The sentence for a syntax error after `position` bytes of `text`; "line 3, column 5".
[[nodiscard]] tl::unexpected<Error> failJsonSyntax(std::string_view text, std::size_t position,
                                                   std::string_view what);

} // namespace hl
