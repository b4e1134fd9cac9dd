#include "core/output/npz.h"

#include "core/base/file.h"
#include "core/base/shown.h"

#include <algorithm>
#include <new>
#include <utility>

namespace hl {
namespace {

constexpr std::string_view extension = ".npy";

Result<NpzContents> parseEntries(std::span<const std::byte> file, std::string_view what, bool areTextsRead)
{
    const Result<std::vector<ZipEntry>> entries = listZip(file, what);
    if (!entries)
        return tl::unexpected(entries.error());
    NpzContents contents;
    for (const ZipEntry& entry : *entries) {
        std::string_view name = entry.name;
        if (name.size() < extension.size() || name.substr(name.size() - extension.size()) != extension) {
            return fail(ErrorCode::BadNpy,
                        HL_NOOP("core", "%1 holds \"%2\", which is not an array: save it with numpy.savez."),
                        {std::string(what), shown(name)});
        }
        name.remove_suffix(extension.size());
        const Result<std::vector<std::byte>> content = unpackZipEntry(file, entry, what);
        if (!content)
            return tl::unexpected(content.error());
        const std::string place = std::string(what) + ", \"" + shown(name) + "\"";
        if (areTextsRead) {
            Result<std::optional<std::vector<std::string>>> texts = parseNpyTexts(*content, place);
            if (!texts)
                return tl::unexpected(texts.error());
            if (*texts) {
                contents.texts.emplace(name, std::move(**texts));
                continue;
            }
        }
        Result<NpyArray> array = parseNpy(*content, place);
        if (!array)
            return tl::unexpected(array.error());
        contents.arrays.emplace(name, *std::move(array));
    }
    return contents;
}

Result<NpzContents> parseBounded(std::span<const std::byte> file, std::string_view what, bool areTextsRead)
{
    try {
        return parseEntries(file, what, areTextsRead);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory,
                    HL_NOOP("core",
                            "%1 needs more than this computer's free memory: close other programs or save "
                            "fewer arrays into one file."),
                    {std::string(what)});
    }
}

} // namespace

Result<NpyArrays> parseNpz(std::span<const std::byte> file, std::string_view what)
{
    return parseBounded(file, what, false).map([](NpzContents contents) { return std::move(contents.arrays); });
}

Result<NpzContents> parseNpzWithTexts(std::span<const std::byte> file, std::string_view what)
{
    return parseBounded(file, what, true);
}

Result<NpyArrays> readNpz(const std::filesystem::path& path)
{
    const Result<std::vector<std::byte>> file = readFile(path, limits::npzFile);
    if (!file)
        return tl::unexpected(file.error());
    return parseNpz(*file, shownPath(path));
}

NpzWriter::NpzWriter(std::uint64_t maxBytes)
    : m_maxBytes(std::min(maxBytes, limits::npzFile))
{}

void NpzWriter::add(std::string_view name, const NpyArray& array)
{
    HL_ASSERT(!name.empty() && name.size() <= limits::tensorName && m_names.emplace(name).second);
    // An array that does not fit any more is not copied, so that memory stays bounded.
    m_isTooLarge = m_isTooLarge || m_zip.finishedSize() + array.bytes.size() > m_maxBytes ||
                   m_zip.entryCount() == limits::npzEntries;
    if (!m_isTooLarge)
        m_zip.add(std::string(name) + std::string(extension), writeNpy(array));
}

Result<std::vector<std::byte>> NpzWriter::finish()
{
    const bool isTooLarge = std::exchange(m_isTooLarge, false) || m_zip.finishedSize() > m_maxBytes;
    const std::size_t count = m_names.size();
    m_names.clear();
    ZipWriter zip = std::exchange(m_zip, {});
    if (isTooLarge) {
        return fail(
            ErrorCode::FileTooLarge,
            HL_NOOP("core", "The %1 arrays do not fit into one .npz file of %2 bytes: keep fewer steps."),
            {std::to_string(count), std::to_string(m_maxBytes)});
    }
    return zip.finish();
}

} // namespace hl
