#pragma once

#include "core/base/regular_file.h"
#include "core/base/watch.h"

#include <cstddef>
#include <span>

namespace hl {

class Crew;

/// A regular file that stays open and is read in parts, in any order: what is large need not be in memory twice.
class PartedFile
{
public:
    [[nodiscard]] static Result<PartedFile> open(const std::filesystem::path& path, std::uint64_t maxBytes);

    [[nodiscard]] std::uint64_t size() const { return m_file.size; } ///< bytes

    /// The bytes from `begin` on, as many as `out` holds; they lie within size(). The members of a crew read side by side.
    /// Refused when the file was changed since it was opened; Cancelled, within the time that a megabyte takes, when the
    /// watch's stop was requested.
    [[nodiscard]] Result<void> read(std::uint64_t begin, std::span<std::byte> out, Crew* crew = nullptr, const Watch& watch = {}) const;

private:
    PartedFile(std::filesystem::path path, OpenFile file)
        : m_path(std::move(path))
        , m_file(std::move(file))
    {}

    std::filesystem::path m_path;
    OpenFile m_file;
};

} // namespace hl
