#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// All bytes of a regular file of at most `maxBytes`. Pipes, devices, sockets and folders are refused
/// unopened; a file that changes its size while it is read is refused.
[[nodiscard]] Result<std::vector<std::byte>> readFile(const std::filesystem::path& path,
                                                      std::uint64_t maxBytes);

/// The same as text; the bytes are not checked to be UTF-8.
[[nodiscard]] Result<std::string> readTextFile(const std::filesystem::path& path, std::uint64_t maxBytes);

/// Puts `bytes` into the file at `path`, entirely or not at all: they go into a new file of the same folder,
/// onto the disk, and only then take the old file's place. A link stays a link and its target is replaced;
/// the old file's permissions are kept. After a failure the old file is as it was and no new file is left.
[[nodiscard]] Result<void> writeFileAtomically(const std::filesystem::path& path,
                                               std::span<const std::byte> bytes);

/// The same for text.
[[nodiscard]] Result<void> writeTextFileAtomically(const std::filesystem::path& path, std::string_view text);

} // namespace hl
