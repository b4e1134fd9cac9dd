#pragma once

#include "core/base/error.h"
#include "core/base/posix_file.h"

#include <ctime>
#include <cstdint>
#include <filesystem>

namespace hl {

/// An open regular file, its size and when it was last written.
struct OpenFile
{
    FileDescriptor fd;
    std::uint64_t size = 0; ///< bytes
    std::timespec written = {};
};

/// Opens a file of at most `maxBytes` for reading. Pipes, devices, sockets and folders are refused unopened; looked at
/// before and after opening, since a name can change its file in between.
[[nodiscard]] Result<OpenFile> openRegularFile(const std::filesystem::path& path, std::uint64_t maxBytes);

/// What to say of a file that could not be read, by the system's error number.
[[nodiscard]] tl::unexpected<Error> failReading(const std::filesystem::path& path, int systemError);

[[nodiscard]] tl::unexpected<Error> failChanged(const std::filesystem::path& path);

} // namespace hl
