#include "core/model/safetensors.h"

#include "core/base/file.h"
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

Result<std::optional<SafetensorsHeader>> readSafetensorsHeader(const std::filesystem::path& path)
{
    const std::string what = shownPath(path);
    constexpr std::size_t enoughForKind = 512; // bytes
    auto start = readFileStart(path, limits::safetensorsFile, enoughForKind);
    if (!start)
        return tl::unexpected(start.error());
    const auto length = headerLength(start->bytes, start->fileSize, what);
    if (!length)
        return failStart(start->bytes, length.error(), what);
    if (lengthSize + *length > start->bytes.size())
        start = readFileStart(path, limits::safetensorsFile, lengthSize + *length);
    if (!start)
        return tl::unexpected(start.error());
    if (start->bytes.size() < lengthSize + *length)
        return std::nullopt;
    std::size_t dataBegin = 0;
    auto header = parseHeader(start->bytes, start->fileSize, what, dataBegin);
    if (!header)
        return failStart(start->bytes, header.error(), what);
    return std::move(*header);
}


Result<SafetensorsFile> SafetensorsFile::read(const std::filesystem::path& path, const Watch& watch)
{
    const std::string what = shownPath(path);
    try {
        if (const auto header = readSafetensorsHeader(path); !header) // before memory is asked for on the word of something else
            return tl::unexpected(header.error());
    } catch (const std::bad_alloc&) {
        return failMemory(what);
    }
    Result<SharedBytes> file = readBigFile(path, limits::safetensorsFile, watch);
    if (!file)
        return tl::unexpected(file.error());
    return parseShared(*std::move(file), what);
}

Result<SafetensorsFile> SafetensorsFile::parse(std::vector<std::byte> bytes, std::string what)
{
    try {
        const auto owner = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
        return parseShared({owner, *owner}, std::move(what));
    } catch (const std::bad_alloc&) {
        return failMemory(what);
    }
}

Result<SafetensorsFile> SafetensorsFile::parseShared(SharedBytes shared, std::string what)
{
    const std::span<const std::byte> bytes = shared.bytes;
    try {
        SafetensorsFile file;
        Result<SafetensorsHeader> header = parseHeader(bytes, bytes.size(), what, file.m_dataBegin);
        if (!header)
            return failStart(bytes, header.error(), what);
        file.m_file = std::move(shared);
        file.m_what = std::move(what);
        file.m_tensors = std::move(header->tensors);
        file.m_metadata = std::move(header->metadata);
        return file;
    } catch (const std::bad_alloc&) {
        return failMemory(what);
    }
}

const TensorInfo* SafetensorsFile::find(std::string_view name) const
{
    const auto found =
        std::lower_bound(m_tensors.begin(), m_tensors.end(), name,
                         [](const TensorInfo& tensor, std::string_view n) { return tensor.name < n; });
    return found != m_tensors.end() && found->name == name ? &*found : nullptr;
}

std::span<const std::byte> SafetensorsFile::bytes(const TensorInfo& tensor) const
{
    HL_ASSERT(tensor.begin <= tensor.end && tensor.end <= m_file.bytes.size() - m_dataBegin);
    return m_file.bytes.subspan(m_dataBegin + static_cast<std::size_t>(tensor.begin),
                                     static_cast<std::size_t>(tensor.end - tensor.begin));
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

Result<std::int64_t> SafetensorsFile::decodeInto(const TensorInfo& tensor, std::span<float> out) const
{
    return checkDecodable(tensor).map([&] { return decode(bytes(tensor), tensor.type, out); });
}

Result<std::int64_t> SafetensorsFile::decodeInto(const TensorInfo& tensor, std::span<double> out) const
{
    return checkDecodable(tensor).map([&] { return decode(bytes(tensor), tensor.type, out); });
}

template <class T>
Result<DecodedTensor<T>> SafetensorsFile::decodeAll(const TensorInfo& tensor) const
{
    if (const auto checked = checkDecodable(tensor); !checked)
        return tl::unexpected(checked.error());
    try {
        DecodedTensor<T> decoded;
        decoded.values.resize(static_cast<std::size_t>(tensor.count()));
        decoded.nonFinite = decode(bytes(tensor), tensor.type, std::span<T>(decoded.values));
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
