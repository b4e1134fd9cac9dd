#include "core/base/file.h"

#include "core/base/posix_file.h"
#include "core/base/shown.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <optional>
#include <system_error>
#include <utility>

namespace hl {
namespace {

using Path = std::filesystem::path;

tl::unexpected<Error> failWriting(const Path& path, int systemError)
{
    const char* sentence =
        HL_NOOP("core", "%1 could not be saved (system error %2); what was there before is "
                        "unchanged: save it elsewhere.");
    switch (systemError) {
    case ENOSPC:
    case EDQUOT:
        sentence = HL_NOOP("core", "%1 could not be saved because the disk is full; what was there before is "
                                   "unchanged: free some space or save it elsewhere.");
        break;
    case EFBIG:
        sentence =
            HL_NOOP("core", "%1 could not be saved because it is larger than the disk or a quota allows; "
                            "what was there before is unchanged: save it elsewhere.");
        break;
    case EACCES:
    case EPERM:
        sentence =
            HL_NOOP("core", "%1 could not be saved because you may not write there; what was there before "
                            "is unchanged: save it elsewhere.");
        break;
    case EROFS:
        sentence =
            HL_NOOP("core", "%1 could not be saved because the disk is read-only; what was there before "
                            "is unchanged: save it elsewhere.");
        break;
    case ENOENT:
    case ENOTDIR:
        sentence =
            HL_NOOP("core", "%1 could not be saved because its folder does not exist: create the folder or "
                            "save it elsewhere.");
        break;
    case EISDIR:
        sentence = HL_NOOP("core", "%1 could not be saved because it is a folder: choose a file name in it.");
        break;
    case ENAMETOOLONG:
        sentence =
            HL_NOOP("core", "%1 could not be saved because the name is longer than the disk allows: choose "
                            "a shorter name.");
        break;
    case ELOOP:
        sentence =
            HL_NOOP("core", "%1 could not be saved because it is a link that leads back to itself: choose "
                            "another name.");
        break;
    default:
        break;
    }
    return fail(ErrorCode::FileUnwritable, sentence, {shownPath(path), std::to_string(systemError)});
}

/// Where the bytes belong in the end: the target of a link, also of one whose target does not exist yet.
std::optional<Path> finalTarget(Path path)
{
    for (int hop = 0; hop < 40; ++hop) {
        std::error_code ignored;
        if (!std::filesystem::is_symlink(path, ignored))
            return path;
        const Path target = std::filesystem::read_symlink(path, ignored);
        if (target.empty())
            return std::nullopt;
        path = path.parent_path() / target; // an absolute target replaces the folder
    }
    return std::nullopt;
}

Path newNameIn(const Path& folder)
{
    static std::atomic<unsigned> counter = 0;
    return folder / (".headlight-" + std::to_string(::getpid()) + "-" + std::to_string(++counter) + ".part");
}

/// The new file while it is written: nameless where the system can do that (then even a killed program leaves
/// nothing behind), otherwise with a name that is removed again unless the file is moved into place.
class NewFile
{
public:
    /// True if created; otherwise errno says why.
    bool create(const Path& folder)
    {
        m_folder = folder;
        if (::access("/proc/self/fd", X_OK) == 0)
            m_fd = FileDescriptor(retryOnSignal(
                [&] { return ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666); }));
        for (int attempt = 0; !m_fd && attempt < 100; ++attempt) {
            m_name = newNameIn(folder);
            m_fd = FileDescriptor(retryOnSignal(
                [&] { return ::open(m_name.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666); }));
            if (!m_fd) {
                m_name.clear();
                if (errno != EEXIST)
                    return false;
            }
        }
        return static_cast<bool>(m_fd);
    }

    ~NewFile()
    {
        if (!m_name.empty())
            ::unlink(m_name.c_str());
    }
    NewFile() = default;
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    [[nodiscard]] int fd() const { return m_fd.get(); }

    bool write(std::span<const std::byte> bytes)
    {
        constexpr std::size_t largestWrite = 1u << 30;
        while (!bytes.empty()) {
            const std::size_t wanted = std::min(bytes.size(), largestWrite);
            const ssize_t put = retryOnSignal([&] { return ::write(fd(), bytes.data(), wanted); });
            if (put <= 0)
                return false;
            bytes = bytes.subspan(static_cast<std::size_t>(put));
        }
        return retryOnSignal([&] { return ::fsync(fd()); }) == 0;
    }

    bool moveTo(const Path& target)
    {
        if (m_name.empty()) {
            const std::string nameless = "/proc/self/fd/" + std::to_string(fd());
            Path name = newNameIn(m_folder);
            if (::linkat(AT_FDCWD, nameless.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) != 0)
                return false;
            m_name = std::move(name); // needs no memory: from here on the name must not be forgotten
        }
        if (::rename(m_name.c_str(), target.c_str()) != 0)
            return false;
        m_name.clear();
        const FileDescriptor folder(::open(m_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (folder)
            ::fsync(folder.get()); // the rename itself survives a power cut; not every file system can do it
        return true;
    }

private:
    FileDescriptor m_fd;
    Path m_folder;
    Path m_name; // empty: nameless
};

} // namespace

Result<void> writeFileAtomically(const Path& path, std::span<const std::byte> bytes)
{
    const std::optional<Path> target = finalTarget(path);
    if (!target)
        return failWriting(path, ELOOP);
    struct stat old = {};
    const bool isReplacing = ::stat(target->c_str(), &old) == 0;
    if (!isReplacing && errno != ENOENT)
        return failWriting(path, errno);
    if (isReplacing && !S_ISREG(old.st_mode)) {
        if (S_ISDIR(old.st_mode))
            return failWriting(path, EISDIR);
        return fail(
            ErrorCode::FileUnwritable,
            HL_NOOP("core", "%1 could not be saved because it is a pipe or a device: choose a file name."),
            {shownPath(path)});
    }
    if (isReplacing && ::faccessat(AT_FDCWD, target->c_str(), W_OK, AT_EACCESS) != 0)
        return failWriting(path, errno);

    const Path folder = target->has_parent_path() ? target->parent_path() : Path(".");
    NewFile file;
    if (!file.create(folder) || (isReplacing && ::fchmod(file.fd(), old.st_mode & 07777) != 0) ||
        !file.write(bytes) || !file.moveTo(*target))
        return failWriting(path, errno);
    return {};
}

Result<void> writeTextFileAtomically(const Path& path, std::string_view text)
{
    return writeFileAtomically(path, std::as_bytes(std::span(text)));
}

} // namespace hl
