#include "core/base/file.h"

#include "core/base/big_buffer.h"
#include "core/base/crew.h"
#include "core/base/posix_file.h"
#include "core/base/shown.h"

#include <algorithm>
#include <mutex>
#include <new>
#include <stdexcept>

namespace hl {
namespace {

using Path = std::filesystem::path;

tl::unexpected<Error> failReading(const Path& path, int systemError)
{
    const std::string name = shownPath(path);
    switch (systemError) {
    case ENOENT:
    case ENOTDIR:
        return fail(ErrorCode::FileNotFound,
                    HL_NOOP("core", "%1 does not exist: check the name and the folder."), {name});
    case EACCES:
    case EPERM:
        return fail(ErrorCode::FileUnreadable,
                    HL_NOOP("core", "%1 may not be read: ask its owner for permission to read it."), {name});
    case ELOOP:
        return fail(ErrorCode::FileUnreadable,
                    HL_NOOP("core", "%1 is a link that leads back to itself: open the file itself."), {name});
    case ENAMETOOLONG:
        return fail(ErrorCode::FileNotFound,
                    HL_NOOP("core", "%1 does not exist: the name is longer than the system allows."), {name});
    default:
        return fail(ErrorCode::FileUnreadable,
                    HL_NOOP("core", "%1 could not be read (system error %2): check the disk and try again."),
                    {name, std::to_string(systemError)});
    }
}

tl::unexpected<Error> failKind(const Path& path, mode_t mode)
{
    const std::string name = shownPath(path);
    const char* sentence = HL_NOOP("core", "%1 is not a regular file: choose a file.");
    if (S_ISDIR(mode))
        sentence = HL_NOOP("core", "%1 is a folder: choose a file in it.");
    else if (S_ISFIFO(mode))
        sentence = HL_NOOP("core", "%1 is a pipe: write its content into a file and choose that.");
    else if (S_ISSOCK(mode))
        sentence = HL_NOOP("core", "%1 is a socket: choose a file.");
    else if (S_ISCHR(mode) || S_ISBLK(mode))
        sentence = HL_NOOP("core", "%1 is a device: choose a file.");
    return fail(ErrorCode::WrongKindOfFile, sentence, {name});
}

tl::unexpected<Error> failChanged(const Path& path)
{
    return fail(
        ErrorCode::FileUnreadable,
        HL_NOOP("core", "%1 changed while it was being read: wait until it is complete and try again."),
        {shownPath(path)});
}

/// An open regular file and its size, checked before and after opening (a name can change its file in
/// between).
struct OpenFile
{
    FileDescriptor fd;
    std::uint64_t size = 0;
};

Result<OpenFile> openRegularFile(const Path& path, std::uint64_t maxBytes)
{
    struct stat info = {};
    if (::stat(path.c_str(), &info) != 0)
        return failReading(path, errno);
    if (!S_ISREG(info.st_mode))
        return failKind(path, info.st_mode);
    FileDescriptor fd(
        retryOnSignal([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); }));
    if (!fd || ::fstat(fd.get(), &info) != 0)
        return failReading(path, errno);
    if (!S_ISREG(info.st_mode))
        return failKind(path, info.st_mode);
    const auto size = static_cast<std::uint64_t>(info.st_size);
    if (size > maxBytes) {
        return fail(
            ErrorCode::FileTooLarge,
            HL_NOOP("core", "%1 has %2 bytes, more than the %3 bytes that are read: choose another file."),
            {shownPath(path), std::to_string(size), std::to_string(maxBytes)});
    }
    return OpenFile{std::move(fd), size};
}

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

/// Memory that is written once, by the read itself.
class BigBytes
{
public:
    void resize(std::size_t size)
    {
        m_memory = makeBigBuffer(size);
        m_size = size;
    }
    [[nodiscard]] char* data() const { return static_cast<char*>(m_memory.get()); }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] SharedBytes shared() const
    {
        return {m_memory, {static_cast<const std::byte*>(m_memory.get()), m_size}};
    }

private:
    std::shared_ptr<void> m_memory;
    std::size_t m_size = 0;
};

/// Part by part, by as many threads as help; the file's position is at the end of what was read then.
ssize_t readAll(int fd, BigBytes& content, const Watch& watch)
{
    constexpr std::size_t part = std::size_t{16} << 20U; // bytes
    constexpr std::size_t atOnce = std::size_t{1} << 20U; // bytes between two looks at the watch
    const std::size_t parts = (content.size() + part - 1) / part;
    std::mutex telling;
    std::uint64_t told = 0;
    const auto tell = [&](ssize_t more) {
        if (!watch.progress)
            return;
        const std::scoped_lock lock(telling);
        watch.progress(told += static_cast<std::uint64_t>(more));
    };
    std::vector<ssize_t> results(parts, 0);
    std::vector<int> errors(parts, 0);
    Crew crew(crewSize());
    crew.each(static_cast<long>(parts), [&](long index, int) {
        const auto i = static_cast<std::size_t>(index);
        const std::size_t size = std::min(part, content.size() - i * part);
        std::size_t done = 0;
        while (done < size && !watch.stop.stop_requested()) {
            const ssize_t got = retryOnSignal([&] {
                return ::pread(fd, content.data() + i * part + done, std::min(atOnce, size - done),
                               static_cast<off_t>(i * part + done));
            });
            if (got < 0)
                errors[i] = errno;
            if (got <= 0)
                break;
            done += static_cast<std::size_t>(got);
            tell(got);
        }
        results[i] = static_cast<ssize_t>(done);
    });
    ssize_t total = 0;
    for (std::size_t i = 0; i < parts; ++i) {
        if (errors[i] != 0) {
            errno = errors[i];
            return -1;
        }
        total += results[i];
    }
    return ::lseek(fd, static_cast<off_t>(total), SEEK_SET) < 0 ? -1 : total;
}

template <class Container, class... Watched>
Result<Container> readInto(const Path& path, std::uint64_t maxBytes, const Watched&... watch)
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
    const ssize_t got = readAll(file->fd.get(), content, watch...);
    if ((watch.stop.stop_requested() || ...))
        return failStopped();
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

tl::unexpected<Error> failStopped()
{
    return fail(ErrorCode::Cancelled, HL_NOOP("core", "Loading was stopped."));
}

Result<std::vector<std::byte>> readFile(const Path& path, std::uint64_t maxBytes)
{
    return readInto<std::vector<std::byte>>(path, maxBytes);
}

Result<SharedBytes> readBigFile(const Path& path, std::uint64_t maxBytes, const Watch& watch)
{
    return readInto<BigBytes>(path, maxBytes, watch).map([](const BigBytes& content) { return content.shared(); });
}

Result<FileStart> readFileStart(const Path& path, std::uint64_t maxBytes, std::size_t wanted)
{
    const Result<OpenFile> file = openRegularFile(path, maxBytes);
    if (!file)
        return tl::unexpected(file.error());
    FileStart start;
    start.fileSize = file->size;
    start.bytes.resize(static_cast<std::size_t>(std::min<std::uint64_t>(wanted, file->size)));
    const ssize_t got = readAll(file->fd.get(), start.bytes);
    if (got < 0)
        return failReading(path, errno);
    if (static_cast<std::size_t>(got) != start.bytes.size())
        return failChanged(path);
    return start;
}

Result<std::string> readTextFile(const Path& path, std::uint64_t maxBytes)
{
    return readInto<std::string>(path, maxBytes);
}

} // namespace hl
