#include "core/model/safetensors.h"

#include "core/base/limits.h"
#include "core/base/shown.h"
#include "core/model/file_kind.h"
#include "core/model/safetensors_header.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <optional>

namespace hl {
namespace {

constexpr std::size_t lengthSize = 8; // the header's length comes first, a little-endian 64-bit number

tl::unexpected<Error> failMemory(const std::string& what)
{
    return fail(ErrorCode::OutOfMemory,
                HL_NOOP("core",
                        "%1 needs more than this computer's free memory: close other programs or choose a "
                        "smaller model."),
                {what});
}

/// The header's length, which the file's first bytes say, checked against the file.
Result<std::size_t> headerLength(std::span<const std::byte> start, std::uint64_t fileSize, const std::string& what)
{
    if (start.size() < lengthSize) {
        return fail(
            ErrorCode::BadSafetensors,
            HL_NOOP("core", "%1 has only %2 bytes, too few for a safetensors file: download it again."),
            {what, std::to_string(fileSize)});
    }
    std::uint64_t length = 0;
    std::memcpy(&length, start.data(), lengthSize);
    if (length > limits::safetensorsHeader) {
        return fail(
            ErrorCode::BadSafetensors,
            HL_NOOP("core",
                    "%1 is not a safetensors file: its first 8 bytes promise a header of %2 bytes, but at "
                    "most %3 are allowed: choose another file."),
            {what, std::to_string(length), std::to_string(limits::safetensorsHeader)});
    }
    if (length > fileSize - lengthSize) {
        return fail(
            ErrorCode::BadSafetensors,
            HL_NOOP("core",
                    "%1 is incomplete: its header has %2 bytes, but only %3 are there: download it again."),
            {what, std::to_string(length), std::to_string(fileSize - lengthSize)});
    }
    return static_cast<std::size_t>(length);
}

/// True if the file begins like safetensors, so that naming another kind would mislead.
bool looksIntended(std::span<const std::byte> file)
{
    return file.size() > lengthSize && file[lengthSize] == std::byte{'{'} &&
           file[lengthSize - 1] == std::byte{0};
}

/// The header that begins at the first of `start`'s bytes, which are all there up to the header's end.
Result<SafetensorsHeader> parseHeader(std::span<const std::byte> start, std::uint64_t fileSize, const std::string& what,
                                      std::size_t& dataBegin)
{
    const Result<std::size_t> length = headerLength(start, fileSize, what);
    if (!length)
        return tl::unexpected(length.error());
    dataBegin = lengthSize + *length;
    HL_ASSERT(dataBegin <= start.size());
    const std::string_view text(reinterpret_cast<const char*>(start.data()) + lengthSize, *length);
    return parseSafetensorsHeader(text, fileSize - dataBegin, what);
}

/// What is wrong with a file, by the kind of file that it is where that can be told.
tl::unexpected<Error> failStart(std::span<const std::byte> start, const Error& error, const std::string& what)
{
    const FileKind kind = looksIntended(start) ? FileKind::Unknown : fileKindOf(start);
    return kind == FileKind::Unknown ? tl::unexpected(error) : failNotSafetensors(kind, what);
}

} // namespace

std::int64_t TensorInfo::count() const
{
    std::int64_t product = 1; // cannot overflow: the bytes of a checked tensor fit its file
    for (const std::int64_t dimension : shape)
        product *= dimension;
    return product;
}

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    return text + "]";
}

Result<SafetensorsFile> SafetensorsFile::open(const std::filesystem::path& path)
{
    std::string what = shownPath(path);
    try {
        auto onDisk = PartedFile::open(path, limits::safetensorsFile);
        if (!onDisk)
            return tl::unexpected(onDisk.error());
        constexpr std::uint64_t enoughForKind = 512; // bytes
        std::vector<std::byte> start(static_cast<std::size_t>(std::min(onDisk->size(), enoughForKind)));
        if (auto ok = onDisk->read(0, start); !ok)
            return tl::unexpected(ok.error());
        const auto length = headerLength(start, onDisk->size(), what);
        if (!length)
            return failStart(start, length.error(), what);
        start.resize(std::max(start.size(), lengthSize + *length)); // of at most 100 MB, and within the file
        if (auto ok = onDisk->read(0, start); !ok)
            return tl::unexpected(ok.error());
        // Not every change shows in the file's time at once, and what was not read must not be taken for the header.
        if (const auto again = headerLength(start, onDisk->size(), what); !again || *again != *length)
            return failChanged(path);
        auto file = withHeader(start, onDisk->size(), std::move(what));
        if (file)
            file->m_onDisk = std::make_shared<const PartedFile>(std::move(*onDisk));
        return file;
    } catch (const std::bad_alloc&) {
        return failMemory(what);
    }
}

Result<SafetensorsFile> SafetensorsFile::parse(std::vector<std::byte> bytes, std::string what)
{
    try {
        auto file = withHeader(bytes, bytes.size(), std::move(what));
        if (file)
            file->m_bytes = std::move(bytes);
        return file;
    } catch (const std::bad_alloc&) {
        return failMemory(what);
    }
}

Result<SafetensorsFile> SafetensorsFile::withHeader(std::span<const std::byte> start, std::uint64_t fileSize, std::string what)
{
    SafetensorsFile file;
    Result<SafetensorsHeader> header = parseHeader(start, fileSize, what, file.m_dataBegin);
    if (!header)
        return failStart(start, header.error(), what);
    file.m_what = std::move(what);
    file.m_tensors = std::move(header->tensors);
    file.m_metadata = std::move(header->metadata);
    return file;
}

const TensorInfo* SafetensorsFile::find(std::string_view name) const
{
    const auto found =
        std::lower_bound(m_tensors.begin(), m_tensors.end(), name,
                         [](const TensorInfo& tensor, std::string_view n) { return tensor.name < n; });
    return found != m_tensors.end() && found->name == name ? &*found : nullptr;
}

Result<void> SafetensorsFile::read(const TensorInfo& tensor, std::span<std::byte> out, Crew* crew, const Watch& watch) const
{
    HL_ASSERT(tensor.begin <= tensor.end && out.size() == tensor.end - tensor.begin);
    const std::uint64_t begin = m_dataBegin + tensor.begin;
    if (m_onDisk)
        return m_onDisk->read(begin, out, crew, watch);
    std::copy_n(m_bytes.begin() + static_cast<std::ptrdiff_t>(begin), out.size(), out.begin());
    return {};
}

Result<void> SafetensorsFile::checkDecodable(const TensorInfo& tensor) const
{
    if (isDecodable(tensor.type))
        return {};
    return fail(
        ErrorCode::Unsupported,
        HL_NOOP("core",
                "%1: tensor \"%2\" holds numbers of type %3, which are not supported: save the model as F32, "
                "F16 or BF16."),
        {m_what, shown(tensor.name), std::string(nameOf(tensor.type))});
}

template <class T>
Result<DecodedTensor<T>> SafetensorsFile::decodeAll(const TensorInfo& tensor) const
{
    if (const auto checked = checkDecodable(tensor); !checked)
        return tl::unexpected(checked.error());
    try {
        std::vector<std::byte> bytes(static_cast<std::size_t>(tensor.end - tensor.begin));
        if (auto ok = read(tensor, bytes); !ok)
            return tl::unexpected(ok.error());
        DecodedTensor<T> decoded;
        decoded.values.resize(static_cast<std::size_t>(tensor.count()));
        decoded.nonFinite = decode(bytes, tensor.type, std::span<T>(decoded.values));
        return decoded;
    } catch (const std::bad_alloc&) {
        return failMemory(m_what);
    }
}

Result<DecodedTensor<float>> SafetensorsFile::floats(const TensorInfo& tensor) const
{
    return decodeAll<float>(tensor);
}

Result<DecodedTensor<double>> SafetensorsFile::doubles(const TensorInfo& tensor) const
{
    return decodeAll<double>(tensor);
}

} // namespace hl
