#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// All bytes of a regular file of at most `maxBytes`. Pipes, devices, sockets and folders are refused
/// unopened; a file that changes its size while it is read is refused.
[[nodiscard]] Result<std::vector<std::byte>> readFile(const std::filesystem::path& path,
                                                      std::uint64_t maxBytes);

/// Bytes that are shared by all who read them.
struct SharedBytes
{
    std::shared_ptr<const void> owner;
    std::span<const std::byte> bytes;
};

/// Whether to go on with what takes long, and whom to tell how far it is.
struct Watch
{
    std::stop_token stop{};
    std::function<void(std::uint64_t bytesDone)> progress{}; ///< called from any thread, from one at a time
};

/// The error of those who stopped because a watch told them so.
[[nodiscard]] tl::unexpected<Error> failStopped();

/// The same for a file of many bytes: several threads read it, and the memory is not cleared first. Cancelled, within the
/// time that a megabyte takes, when the watch's stop was requested.
[[nodiscard]] Result<SharedBytes> readBigFile(const std::filesystem::path& path, std::uint64_t maxBytes, const Watch& watch = {});

/// The first bytes of a regular file, and how many it has.
struct FileStart
{
    std::vector<std::byte> bytes;
    std::uint64_t fileSize = 0;
};

/// At most `wanted` bytes: what a file says of itself, before memory for all of it is asked for.
[[nodiscard]] Result<FileStart> readFileStart(const std::filesystem::path& path, std::uint64_t maxBytes,
                                              std::size_t wanted);

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
