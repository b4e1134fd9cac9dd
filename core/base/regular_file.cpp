#include "core/base/regular_file.h"

#include "core/base/shown.h"

namespace hl {

namespace {

tl::unexpected<Error> failKind(const std::filesystem::path& path, mode_t mode)
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

} // namespace

tl::unexpected<Error> failReading(const std::filesystem::path& path, int systemError)
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

tl::unexpected<Error> failChanged(const std::filesystem::path& path)
{
    return fail(
        ErrorCode::FileUnreadable,
        HL_NOOP("core", "%1 changed while it was being read: wait until it is complete and try again."),
        {shownPath(path)});
}

Result<OpenFile> openRegularFile(const std::filesystem::path& path, std::uint64_t maxBytes)
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
    return OpenFile{std::move(fd), size, info.st_mtim};
}

} // namespace hl
