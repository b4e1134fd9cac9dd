#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// One file inside a zip archive.
struct ZipEntry
{
    std::string name;
    bool isDeflated = false;
    std::uint32_t crc = 0;
    std::uint64_t packedSize = 0; // bytes in the archive
    std::uint64_t size = 0;       // bytes once unpacked
    std::uint64_t begin = 0;      // where the packed bytes start in the archive
};

/// The files of a zip archive, in its own order. Checked against the archive's size: every entry lies inside
/// it, none overlaps another, names are unique, and no unpacked size is beyond what its packed bytes can
/// give.
[[nodiscard]] Result<std::vector<ZipEntry>> listZip(std::span<const std::byte> archive,
                                                    std::string_view what);

/// The bytes of one entry, checked against its CRC-32.
[[nodiscard]] Result<std::vector<std::byte>> unpackZipEntry(std::span<const std::byte> archive,
                                                            const ZipEntry& entry, std::string_view what);

/// Makes a zip archive of stored (not packed) files; the same files give the same bytes, whatever the clock
/// says.
class ZipWriter
{
public:
    void add(std::string_view name, std::span<const std::byte> content);

    /// Bytes the archive would have if finished now; beyond limits::npzFile it must not be finished.
    [[nodiscard]] std::uint64_t finishedSize() const;
    [[nodiscard]] std::size_t entryCount() const { return m_entryCount; }
    [[nodiscard]] std::vector<std::byte> finish();

private:
    std::vector<std::byte> m_archive;
    std::vector<std::byte> m_directory;
    std::size_t m_entryCount = 0;
};

} // namespace hl
