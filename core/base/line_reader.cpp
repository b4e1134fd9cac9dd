#include "core/base/line_reader.h"

#include "core/base/posix_file.h"
#include "core/base/shown.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace hl {

namespace {

constexpr std::size_t bufferBytes = 1U << 16;

} // namespace

Result<LineReader> LineReader::open(const std::string& path, std::size_t longest)
{
    LineReader reader;
    reader.m_longest = longest;
    reader.m_buffer.resize(bufferBytes);
    if (path == "-") {
        reader.m_fd = STDIN_FILENO;
        reader.m_what = "-";
        return reader;
    }
    reader.m_what = shownPath(path);
    reader.m_fd = retryOnSignal([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); });
    reader.m_isOwned = true;
    struct stat about = {};
    const bool isOpen = reader.m_fd >= 0 && ::fstat(reader.m_fd, &about) == 0;
    if (!isOpen && errno == ENOENT)
        return fail(ErrorCode::FileNotFound, HL_NOOP("core", "%1 does not exist: check the name."), {reader.m_what});
    if (!isOpen)
        return fail(ErrorCode::FileUnreadable, HL_NOOP("core", "%1 could not be opened (%2): check its permissions."),
                    {reader.m_what, std::strerror(errno)});
    if (S_ISDIR(about.st_mode))
        return fail(ErrorCode::FileUnreadable, HL_NOOP("core", "%1 is a folder: name a file in it."), {reader.m_what});
    if (S_ISREG(about.st_mode))
        reader.m_fileBytes = static_cast<std::uint64_t>(about.st_size);
    return reader;
}

LineReader::LineReader(LineReader&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
    , m_isOwned(other.m_isOwned)
    , m_what(std::move(other.m_what))
    , m_longest(other.m_longest)
    , m_buffer(std::move(other.m_buffer))
    , m_begin(other.m_begin)
    , m_end(other.m_end)
    , m_line(std::move(other.m_line))
    , m_isTooLong(other.m_isTooLong)
    , m_number(other.m_number)
    , m_bytesRead(other.m_bytesRead)
    , m_fileBytes(other.m_fileBytes)
{}

LineReader::~LineReader()
{
    if (m_isOwned && m_fd >= 0)
        ::close(m_fd);
}

void LineReader::append(const char* from, const char* to)
{
    const auto wanted = static_cast<std::size_t>(to - from);
    const std::size_t room = m_longest + 1 - std::min(m_line.size(), m_longest + 1); // 1 for the CR of an end
    m_line.append(from, std::min(wanted, room));
    m_isTooLong = m_isTooLong || wanted > room;
}

Result<bool> LineReader::next(const std::function<bool()>& isStopped)
{
    m_line.clear();
    m_isTooLong = false;
    bool hasAny = false;
    while (true) {
        if (m_begin == m_end) {
            const ssize_t got = ::read(m_fd, m_buffer.data(), m_buffer.size());
            if (got < 0 && errno == EINTR) {
                if (isStopped && isStopped())
                    return fail(ErrorCode::Cancelled, HL_NOOP("core", "The computation was stopped."));
                continue;
            }
            if (got < 0)
                return fail(ErrorCode::FileUnreadable, HL_NOOP("core", "%1 could not be read to its end (%2): check the disk."),
                            {m_what, std::strerror(errno)});
            if (got == 0)
                break;
            m_begin = 0;
            m_end = static_cast<std::size_t>(got);
            m_bytesRead += m_end;
        }
        hasAny = true;
        const char* from = m_buffer.data() + m_begin;
        const char* to = m_buffer.data() + m_end;
        const char* end = std::find(from, to, '\n');
        append(from, end);
        m_begin = static_cast<std::size_t>(end - m_buffer.data());
        if (end != to) {
            ++m_begin;
            break;
        }
    }
    if (!hasAny)
        return false;
    if (!m_isTooLong && m_line.ends_with('\r'))
        m_line.pop_back();
    m_isTooLong = m_isTooLong || m_line.size() > m_longest;
    ++m_number;
    return true;
}

} // namespace hl
