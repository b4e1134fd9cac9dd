#include "core/output/zip.h"

#include "core/base/limits.h"
#include "core/base/shown.h"

#include <zlib.h>

#include <algorithm>
#include <optional>
#include <set>

namespace hl {
namespace {

// Signatures and sizes of the zip format (PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.16).
constexpr std::uint32_t localSignature = 0x04034b50;
constexpr std::uint32_t directorySignature = 0x02014b50;
constexpr std::uint32_t endSignature = 0x06054b50;
constexpr std::size_t localSize = 30;
constexpr std::size_t directorySize = 46;
constexpr std::size_t endSize = 22;
constexpr std::size_t longestComment = 65535;
constexpr std::uint64_t zip64Size = 0xFFFFFFFF;
constexpr std::uint16_t methodStored = 0;
constexpr std::uint16_t methodDeflated = 8;
constexpr std::uint16_t flagEncrypted = 1;
constexpr std::uint16_t flagUtf8 = 1 << 11;
constexpr std::uint16_t firstDosDay = 0x0021;       // 1980-01-01
constexpr std::uint64_t largestDeflateRatio = 1032; // what deflate can reach at most

std::uint32_t numberAt(std::span<const std::byte> bytes, std::size_t offset, std::size_t width)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < width; ++i)
        value |= std::to_integer<std::uint32_t>(bytes[offset + i]) << (8 * i);
    return value;
}

void put(std::vector<std::byte>& out, std::uint64_t value, std::size_t width)
{
    for (std::size_t i = 0; i < width; ++i)
        out.push_back(static_cast<std::byte>(value >> (8 * i)));
}

std::uint32_t crcOf(std::span<const std::byte> bytes)
{
    return static_cast<std::uint32_t>(
        ::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

tl::unexpected<Error> failDamaged(std::string_view what)
{
    return fail(ErrorCode::BadNpy,
                HL_NOOP("core", "%1: the zip archive is damaged or incomplete: copy or save it again."),
                {std::string(what)});
}

tl::unexpected<Error> failZip64(std::string_view what)
{
    return fail(
        ErrorCode::Unsupported,
        HL_NOOP("core",
                "%1 is a 64-bit zip archive, which is not read: save fewer or smaller arrays into one "
                "file."),
        {std::string(what)});
}

/// Where the end record starts; nothing if there is none.
std::optional<std::size_t> findEndRecord(std::span<const std::byte> archive)
{
    if (archive.size() < endSize)
        return std::nullopt;
    const std::size_t last = archive.size() - endSize;
    const std::size_t first = last - std::min(last, longestComment);
    for (std::size_t at = last + 1; at-- > first;) {
        if (numberAt(archive, at, 4) == endSignature && numberAt(archive, at + 20, 2) == last - at)
            return at;
    }
    return std::nullopt;
}

/// Finds where an entry's bytes begin behind its local header, which must agree with the directory.
Result<void> locate(std::span<const std::byte> archive, std::uint64_t localOffset, std::uint64_t dataEnd,
                    ZipEntry& entry, std::string_view what)
{
    if (localOffset > dataEnd || dataEnd - localOffset < localSize)
        return failDamaged(what);
    const auto at = static_cast<std::size_t>(localOffset);
    const std::size_t nameSize = numberAt(archive, at + 26, 2);
    entry.begin = localOffset + localSize + nameSize + numberAt(archive, at + 28, 2);
    if (numberAt(archive, at, 4) != localSignature || entry.begin > dataEnd ||
        entry.packedSize > dataEnd - entry.begin)
        return failDamaged(what);
    const std::string_view localName(reinterpret_cast<const char*>(archive.data()) + at + localSize,
                                     nameSize);
    const std::uint16_t method = entry.isDeflated ? methodDeflated : methodStored;
    if (localName != entry.name || numberAt(archive, at + 8, 2) != method)
        return failDamaged(what);
    return {};
}

/// Reads the directory record at `at` (its fixed part is inside the archive) and moves `at` behind it.
Result<ZipEntry> readDirectoryRecord(std::span<const std::byte> archive, std::size_t& at,
                                     std::size_t directoryEnd, std::size_t directoryBegin,
                                     std::string_view what)
{
    if (directoryEnd - at < directorySize || numberAt(archive, at, 4) != directorySignature)
        return failDamaged(what);
    const std::size_t nameSize = numberAt(archive, at + 28, 2);
    const std::size_t recordSize =
        directorySize + nameSize + numberAt(archive, at + 30, 2) + numberAt(archive, at + 32, 2);
    if (directoryEnd - at < recordSize)
        return failDamaged(what);

    ZipEntry entry;
    entry.name.assign(reinterpret_cast<const char*>(archive.data()) + at + directorySize, nameSize);
    entry.crc = numberAt(archive, at + 16, 4);
    entry.packedSize = numberAt(archive, at + 20, 4);
    entry.size = numberAt(archive, at + 24, 4);
    const std::uint64_t localOffset = numberAt(archive, at + 42, 4);
    if (entry.packedSize == zip64Size || entry.size == zip64Size || localOffset == zip64Size)
        return failZip64(what);
    const std::uint32_t method = numberAt(archive, at + 10, 2);
    if ((numberAt(archive, at + 8, 2) & flagEncrypted) != 0) {
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "%1: \"%2\" is encrypted: save it without a password."),
                    {std::string(what), shown(entry.name)});
    }
    if (method != methodStored && method != methodDeflated) {
        return fail(
            ErrorCode::Unsupported,
            HL_NOOP("core", "%1: \"%2\" is packed in a way that is not read (%3): save it with numpy.savez."),
            {std::string(what), shown(entry.name), std::to_string(method)});
    }
    entry.isDeflated = method == methodDeflated;
    const bool isPossible = entry.isDeflated ? entry.size <= entry.packedSize * largestDeflateRatio
                                             : entry.size == entry.packedSize;
    if (!isPossible)
        return failDamaged(what);
    if (const auto located = locate(archive, localOffset, directoryBegin, entry, what); !located)
        return tl::unexpected(located.error());
    at += recordSize;
    return entry;
}

/// No byte of the archive belongs to two entries, and no name is there twice.
bool areDisjoint(std::vector<ZipEntry> entries)
{
    std::set<std::string_view> names;
    for (const ZipEntry& entry : entries)
        if (!names.insert(entry.name).second)
            return false;
    names.clear(); // the names move when the entries are sorted
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    for (std::size_t i = 1; i < entries.size(); ++i)
        if (entries[i].begin - entries[i - 1].begin < entries[i - 1].packedSize + localSize)
            return false;
    return true;
}

} // namespace

Result<std::vector<ZipEntry>> listZip(std::span<const std::byte> archive, std::string_view what)
{
    const std::optional<std::size_t> end = findEndRecord(archive);
    if (!end) {
        const bool isZip = archive.size() >= 4 && numberAt(archive, 0, 4) == localSignature;
        if (isZip)
            return failDamaged(what);
        return fail(ErrorCode::WrongKindOfFile,
                    HL_NOOP("core", "%1 is not an .npz file: save it with numpy.savez."),
                    {std::string(what)});
    }
    const std::size_t count = numberAt(archive, *end + 10, 2);
    const std::uint64_t size = numberAt(archive, *end + 12, 4);
    const std::uint64_t begin = numberAt(archive, *end + 16, 4);
    if (count == 0xFFFF || size == zip64Size || begin == zip64Size)
        return failZip64(what);
    const bool hasOneDisk = numberAt(archive, *end + 4, 4) == 0 && numberAt(archive, *end + 8, 2) == count;
    if (!hasOneDisk || begin + size != *end)
        return failDamaged(what);

    std::vector<ZipEntry> entries;
    auto at = static_cast<std::size_t>(begin);
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < count; ++i) {
        Result<ZipEntry> entry =
            readDirectoryRecord(archive, at, *end, static_cast<std::size_t>(begin), what);
        if (!entry)
            return tl::unexpected(entry.error());
        total += entry->size;
        entries.push_back(*std::move(entry));
    }
    if (at != *end || !areDisjoint(entries))
        return failDamaged(what);
    if (total > limits::npzUnpacked) {
        return fail(ErrorCode::FileTooLarge,
                    HL_NOOP("core",
                            "%1 unpacks to %2 bytes, more than the %3 bytes that are read: save fewer arrays "
                            "into one file."),
                    {std::string(what), std::to_string(total), std::to_string(limits::npzUnpacked)});
    }
    return entries;
}

Result<std::vector<std::byte>> unpackZipEntry(std::span<const std::byte> archive, const ZipEntry& entry,
                                              std::string_view what)
{
    const auto packed =
        archive.subspan(static_cast<std::size_t>(entry.begin), static_cast<std::size_t>(entry.packedSize));
    std::vector<std::byte> content;
    if (!entry.isDeflated) {
        content.assign(packed.begin(), packed.end());
    } else {
        content.resize(static_cast<std::size_t>(entry.size));
        z_stream stream = {};
        if (::inflateInit2(&stream, -MAX_WBITS) != Z_OK) // negative: raw deflate, as zip has it
            return failDamaged(what);
        // A size above 4 GiB was refused with the directory, so that both fit zlib's 32 bits.
        std::byte nothing{};
        stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(packed.data()));
        stream.avail_in = static_cast<uInt>(packed.size());
        stream.next_out = reinterpret_cast<Bytef*>(content.empty() ? &nothing : content.data());
        stream.avail_out = static_cast<uInt>(content.size());
        const int state = ::inflate(&stream, Z_FINISH);
        const bool isWhole = state == Z_STREAM_END && stream.avail_out == 0 && stream.avail_in == 0;
        ::inflateEnd(&stream);
        if (!isWhole)
            return failDamaged(what);
    }
    if (crcOf(content) != entry.crc) {
        return fail(ErrorCode::BadNpy,
                    HL_NOOP("core", "%1: \"%2\" is damaged (its check sum is wrong): copy or save it again."),
                    {std::string(what), shown(entry.name)});
    }
    return content;
}

void ZipWriter::add(std::string_view name, std::span<const std::byte> content)
{
    const bool isAscii =
        std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    const auto putCommon = [&](std::vector<std::byte>& out) {
        put(out, 20, 2); // readable since version 2.0
        put(out, isAscii ? 0 : flagUtf8, 2);
        put(out, methodStored, 2);
        put(out, 0, 2); // midnight
        put(out, firstDosDay, 2);
        put(out, crcOf(content), 4);
        put(out, content.size(), 4);
        put(out, content.size(), 4);
        put(out, name.size(), 2);
        put(out, 0, 2); // no extra field
    };
    const auto nameBytes = std::as_bytes(std::span(name));
    const std::uint64_t localOffset = m_archive.size();
    put(m_archive, localSignature, 4);
    putCommon(m_archive);
    m_archive.insert(m_archive.end(), nameBytes.begin(), nameBytes.end());
    m_archive.insert(m_archive.end(), content.begin(), content.end());

    put(m_directory, directorySignature, 4);
    put(m_directory, 20, 2); // made by version 2.0
    putCommon(m_directory);
    put(m_directory, 0, 2); // no comment
    put(m_directory, 0, 2); // disk
    put(m_directory, 0, 2); // internal attributes
    put(m_directory, 0, 4); // external attributes
    put(m_directory, localOffset, 4);
    m_directory.insert(m_directory.end(), nameBytes.begin(), nameBytes.end());
    ++m_entryCount;
}

std::uint64_t ZipWriter::finishedSize() const
{
    return m_archive.size() + m_directory.size() + endSize;
}

std::vector<std::byte> ZipWriter::finish()
{
    HL_ASSERT(finishedSize() <= limits::npzFile && m_entryCount <= limits::npzEntries);
    const std::size_t directoryBegin = m_archive.size();
    m_archive.insert(m_archive.end(), m_directory.begin(), m_directory.end());
    put(m_archive, endSignature, 4);
    put(m_archive, 0, 4); // disks
    put(m_archive, m_entryCount, 2);
    put(m_archive, m_entryCount, 2);
    put(m_archive, m_directory.size(), 4);
    put(m_archive, directoryBegin, 4);
    put(m_archive, 0, 2); // no comment
    m_directory.clear();
    m_entryCount = 0;
    return std::move(m_archive);
}

} // namespace hl
