#include "core/output/npy.h"

#include "core/base/limits.h"
#include "core/base/shown.h"
#include "core/output/npy_header.h"
#include "core/text/unicode.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <new>

namespace hl {
namespace {

std::size_t bytesOf(StoredType type)
{
    return static_cast<std::size_t>(bitsOf(type) / 8);
}

template <class T>
NpyArray makeArray(std::span<const T> numbers, StoredType type, std::vector<std::int64_t> shape)
{
    const std::span<const std::byte> bytes = std::as_bytes(numbers);
    NpyArray array{type, std::move(shape), {bytes.begin(), bytes.end()}};
    HL_ASSERT(array.count() == static_cast<std::int64_t>(numbers.size()));
    return array;
}

template <class T>
std::vector<T> decoded(const NpyArray& array)
{
    std::vector<T> out(static_cast<std::size_t>(array.count()));
    [[maybe_unused]] const std::int64_t nonFinite = decode(array.bytes, array.type, std::span<T>(out));
    return out;
}

void swapBytesOfEach(std::vector<std::byte>& bytes, std::size_t width)
{
    for (std::size_t i = 0; i + width <= bytes.size(); i += width)
        std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                     bytes.begin() + static_cast<std::ptrdiff_t>(i + width));
}

/// Bytes in first-index-fastest (Fortran) order -> last-index-fastest (C) order.
std::vector<std::byte> toRowMajor(const std::vector<std::byte>& in, const std::vector<std::int64_t>& shape,
                                  std::size_t width)
{
    std::vector<std::byte> out(in.size());
    std::vector<std::size_t> index(shape.size(), 0);
    std::vector<std::size_t> stride(shape.size(), width); // bytes in `in` from one index to the next
    for (std::size_t d = 1; d < shape.size(); ++d)
        stride[d] = stride[d - 1] * static_cast<std::size_t>(shape[d - 1]);
    std::size_t from = 0;
    for (std::size_t to = 0; to < out.size(); to += width) {
        std::memcpy(out.data() + to, in.data() + from, width);
        for (std::size_t d = shape.size(); d-- > 0;) { // the next index, last dimension fastest
            from += stride[d];
            if (++index[d] < static_cast<std::size_t>(shape[d]))
                break;
            from -= index[d] * stride[d];
            index[d] = 0;
        }
    }
    return out;
}

} // namespace

std::int64_t NpyArray::count() const
{
    const std::size_t width = bytesOf(type);
    HL_ASSERT(bytes.size() % width == 0);
    std::uint64_t product = 1;
    for (const std::int64_t dimension : shape)
        product *= static_cast<std::uint64_t>(dimension);
    HL_ASSERT(product == bytes.size() / width);
    return static_cast<std::int64_t>(product);
}

std::vector<float> NpyArray::toFloats() const
{
    return decoded<float>(*this);
}

std::vector<double> NpyArray::toDoubles() const
{
    return decoded<double>(*this);
}

Result<std::vector<std::int64_t>> NpyArray::toInts() const
{
    std::vector<std::int64_t> out(static_cast<std::size_t>(count()));
    if (type == StoredType::I64 || type == StoredType::U64) { // a double would lose the last digits
        std::memcpy(out.data(), bytes.data(), bytes.size());
        if (type == StoredType::U64 && std::any_of(out.begin(), out.end(), [](auto i) { return i < 0; })) {
            return fail(
                ErrorCode::BadNpy,
                HL_NOOP("core", "A number in the array is larger than %1: use smaller whole numbers."),
                {std::to_string(std::numeric_limits<std::int64_t>::max())});
        }
        return out;
    }
    const std::vector<double> numbers = toDoubles();
    constexpr double limit = 9223372036854775808.0; // 2^63
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (!(numbers[i] >= -limit && numbers[i] < limit) || numbers[i] != std::trunc(numbers[i])) {
            return fail(
                ErrorCode::BadNpy,
                HL_NOOP("core", "Element %1 of the array is not a whole number: save the array as int64."),
                {std::to_string(i)});
        }
        out[i] = static_cast<std::int64_t>(numbers[i]);
    }
    return out;
}

NpyArray NpyArray::of(std::span<const float> numbers, std::vector<std::int64_t> shape)
{
    return makeArray(numbers, StoredType::F32, std::move(shape));
}

NpyArray NpyArray::of(std::span<const double> numbers, std::vector<std::int64_t> shape)
{
    return makeArray(numbers, StoredType::F64, std::move(shape));
}

NpyArray NpyArray::of(std::span<const std::int32_t> numbers, std::vector<std::int64_t> shape)
{
    return makeArray(numbers, StoredType::I32, std::move(shape));
}

NpyArray NpyArray::of(std::span<const std::int64_t> numbers, std::vector<std::int64_t> shape)
{
    return makeArray(numbers, StoredType::I64, std::move(shape));
}

NpyArray NpyArray::of(std::span<const std::uint8_t> numbers, std::vector<std::int64_t> shape)
{
    return makeArray(numbers, StoredType::U8, std::move(shape));
}

NpyArray NpyArray::of(const MatrixView& matrix)
{
    const std::vector<std::int64_t> shape = {matrix.rows(), matrix.cols()};
    const auto size = static_cast<std::size_t>(matrix.rows() * matrix.cols());
    if (size == 0)
        return {matrix.dtype() == DType::Float32 ? StoredType::F32 : StoredType::F64, shape, {}};
    if (matrix.dtype() == DType::Float32) {
        const MatrixOf<float> packed = matrix.as<float>();
        return of(std::span(packed.data(), size), shape);
    }
    const MatrixOf<double> packed = matrix.as<double>();
    return of(std::span(packed.data(), size), shape);
}

namespace {

Result<std::span<const std::byte>> dataOf(std::span<const std::byte> file, const NpyHeader& header, std::string_view what)
{
    const std::span<const std::byte> data = file.subspan(header.size);
    if (data.size() == header.dataBytes)
        return data;
    return fail(ErrorCode::BadNpy,
                HL_NOOP("core",
                        "%1: the array's header promises %2 bytes of numbers, but there are %3: it is "
                        "damaged, save it again."),
                {std::string(what), std::to_string(header.dataBytes), std::to_string(data.size())});
}

/// One text of `length` characters, filled up with zeros.
std::string textOf(std::span<const std::byte> data, std::size_t length, std::size_t width, bool isBigEndian)
{
    std::vector<char32_t> characters;
    for (std::size_t i = 0; i < length; ++i) {
        char32_t character = 0;
        for (std::size_t byte = 0; byte < width; ++byte) {
            const std::size_t shift = 8 * (isBigEndian ? width - 1 - byte : byte);
            character |= static_cast<char32_t>(std::to_integer<unsigned char>(data[i * width + byte])) << shift;
        }
        characters.push_back(character);
    }
    while (!characters.empty() && characters.back() == 0)
        characters.pop_back();
    std::string text;
    for (const char32_t character : characters)
        text += width == 1 ? std::string(1, static_cast<char>(character)) : toUtf8(character);
    return sanitise(text); // one byte a character: most often UTF-8 all the same
}

} // namespace

Result<std::optional<std::vector<std::string>>> parseNpyTexts(std::span<const std::byte> file, std::string_view what)
{
    const Result<NpyHeader> header = parseNpyHeader(file, what);
    if (!header)
        return tl::unexpected(header.error());
    if (header->textLength == 0)
        return std::nullopt;
    const auto data = dataOf(file, *header, what);
    if (!data)
        return tl::unexpected(data.error());
    const std::size_t width = bytesOf(header->type);
    const std::size_t size = static_cast<std::size_t>(header->textLength) * width;
    if (data->size() / size > limits::patches || static_cast<std::uint64_t>(header->textLength) > limits::tokenPiece)
        return failType(header->description, what);
    std::vector<std::string> texts;
    for (std::size_t begin = 0; begin < data->size(); begin += size)
        texts.push_back(textOf(data->subspan(begin, size), static_cast<std::size_t>(header->textLength), width, header->isBigEndian));
    return texts;
}

Result<NpyArray> parseNpy(std::span<const std::byte> file, std::string_view what)
{
    const Result<NpyHeader> header = parseNpyHeader(file, what);
    if (!header)
        return tl::unexpected(header.error());
    if (header->textLength > 0)
        return failType(header->description, what);
    const auto data = dataOf(file, *header, what);
    if (!data)
        return tl::unexpected(data.error());
    NpyArray array{header->type, header->shape, {data->begin(), data->end()}};
    const std::size_t width = bytesOf(array.type);
    if (header->isBigEndian)
        swapBytesOfEach(array.bytes, width);
    if (header->isFortranOrder && array.shape.size() > 1)
        array.bytes = toRowMajor(array.bytes, array.shape, width);
    return array;
}

std::vector<std::byte> writeNpy(const NpyArray& array)
{
    HL_ASSERT(array.count() >= 0);
    std::vector<std::byte> out = makeNpyHeader(array.type, array.shape);
    out.insert(out.end(), array.bytes.begin(), array.bytes.end());
    return out;
}

} // namespace hl
