#include "core/base/parted_file.h"

#include "core/base/crew.h"

#include <algorithm>
#include <atomic>
#include <mutex>

namespace hl {

Result<PartedFile> PartedFile::open(const std::filesystem::path& path, std::uint64_t maxBytes)
{
    return openRegularFile(path, maxBytes).map([&](OpenFile&& file) { return PartedFile(path, std::move(file)); });
}

Result<void> PartedFile::read(std::uint64_t begin, std::span<std::byte> out, Crew* crew, const Watch& watch) const
{
    HL_ASSERT(begin <= size() && out.size() <= size() - begin);
    constexpr std::size_t atOnce = std::size_t{1} << 20U; // bytes between two looks at the watch
    std::mutex telling;
    std::uint64_t told = 0;
    std::atomic<int> systemError = 0;
    std::atomic<bool> isShort = false;
    const auto readPiece = [&](long piece, int) {
        std::size_t at = static_cast<std::size_t>(piece) * atOnce;
        const std::size_t end = std::min(at + atOnce, out.size());
        const std::size_t size = end - at;
        while (at < end && !watch.stop.stop_requested() && systemError == 0 && !isShort) {
            const ssize_t got = retryOnSignal([&] { return ::pread(m_file.fd.get(), out.data() + at, end - at, static_cast<off_t>(begin + at)); });
            if (got < 0)
                systemError = errno;
            else if (got == 0)
                isShort = true;
            else
                at += static_cast<std::size_t>(got);
        }
        if (!watch.progress || at < end)
            return;
        const std::scoped_lock lock(telling);
        watch.progress(told += size);
    };
    const auto pieces = static_cast<long>((out.size() + atOnce - 1) / atOnce);
    if (crew) {
        crew->each(pieces, readPiece);
    } else {
        for (long piece = 0; piece < pieces; ++piece)
            readPiece(piece, 0);
    }
    if (watch.stop.stop_requested())
        return failStopped();
    if (systemError != 0)
        return failReading(m_path, systemError);
    struct stat now = {};
    if (::fstat(m_file.fd.get(), &now) != 0)
        return failReading(m_path, errno);
    const bool isSameTime = now.st_mtim.tv_sec == m_file.written.tv_sec && now.st_mtim.tv_nsec == m_file.written.tv_nsec;
    if (isShort || static_cast<std::uint64_t>(now.st_size) != size() || !isSameTime)
        return failChanged(m_path);
    return {};
}

} // namespace hl
