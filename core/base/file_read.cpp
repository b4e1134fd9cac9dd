#include "core/base/file.h"

#include "core/base/regular_file.h"
#include "core/base/shown.h"

#include <algorithm>
#include <new>
#include <stdexcept>

namespace hl {
namespace {

using Path = std::filesystem::path;

/// Reads up to the end of `buffer` or of the file; the count, or -1 with errno.
ssize_t readFully(int fd, std::span<char> buffer)
{
    constexpr std::size_t largestRead = 1u << 30; // Linux reads at most 2 GiB at once
    std::size_t done = 0;
    while (done < buffer.size()) {
        const std::size_t wanted = std::min(buffer.size() - done, largestRead);
        const ssize_t got = retryOnSignal([&] { return ::read(fd, buffer.data() + done, wanted); });
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += static_cast<std::size_t>(got);
    }
    return static_cast<ssize_t>(done);
}

ssize_t readAll(int fd, std::string& content)
{
    return readFully(fd, content);
}

ssize_t readAll(int fd, std::vector<std::byte>& content)
{
    return readFully(fd, {reinterpret_cast<char*>(content.data()), content.size()});
}

template <class Container>
Result<Container> readInto(const Path& path, std::uint64_t maxBytes)
{
    const Result<OpenFile> file = openRegularFile(path, maxBytes);
    if (!file)
        return tl::unexpected(file.error());
    Container content;
    try {
        content.resize(static_cast<std::size_t>(file->size));
    } catch (const std::exception&) { // std::bad_alloc or std::length_error
        return fail(ErrorCode::OutOfMemory,
                    HL_NOOP("core", "%1 has %2 bytes, more than this computer's free memory: close other "
                                    "programs or choose a smaller file."),
                    {shownPath(path), std::to_string(file->size)});
    }
    const ssize_t got = readAll(file->fd.get(), content);
    if (got < 0)
        return failReading(path, errno);
    char byte = 0;
    const ssize_t beyond = readFully(file->fd.get(), {&byte, 1});
    if (beyond < 0)
        return failReading(path, errno);
    if (static_cast<std::uint64_t>(got) != file->size || beyond != 0)
        return failChanged(path);
    return content;
}

} // namespace

Result<std::vector<std::byte>> readFile(const Path& path, std::uint64_t maxBytes)
{
    return readInto<std::vector<std::byte>>(path, maxBytes);
}

Result<std::string> readTextFile(const Path& path, std::uint64_t maxBytes)
{
    return readInto<std::string>(path, maxBytes);
}

} // namespace hl
