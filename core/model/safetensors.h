#pragma once

#include "core/base/error.h"
#include "core/base/parted_file.h"
#include "core/base/stored_type.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// One tensor of a safetensors file: [begin, end) are bytes of the file's data part.
struct TensorInfo
{
    std::string name; ///< as in the file; show it through shown()
    StoredType type = StoredType::F32;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    [[nodiscard]] std::int64_t count() const; ///< elements
};

/// "[768, 2304]"
[[nodiscard]] std::string shapeText(const std::vector<std::int64_t>& shape);

template <class T>
struct DecodedTensor
{
    std::vector<T> values;
    std::int64_t nonFinite = 0; ///< how many of them are NaN or infinite
};

class Crew;

/// A model's tensors: a checked header and the bytes behind it, which are read when they are asked for. The tensors cover
/// the data part without hole or overlap. Format: github.com/huggingface/safetensors; stricter than it in names (no name twice, at most
/// 1 KiB), ranks (<= 8), dimensions (< 2^31) and the number of tensors (<= 100 000).
class SafetensorsFile
{
public:
    /// Reads and checks the header; the file stays open.
    [[nodiscard]] static Result<SafetensorsFile> open(const std::filesystem::path& path);
    /// `what` names the file in an error's sentence.
    [[nodiscard]] static Result<SafetensorsFile> parse(std::vector<std::byte> file, std::string what);

    [[nodiscard]] const std::vector<TensorInfo>& tensors() const { return m_tensors; } ///< sorted by name
    [[nodiscard]] const std::map<std::string, std::string>& metadata() const { return m_metadata; }
    [[nodiscard]] const std::string& what() const { return m_what; }

    /// Null if there is none of this name.
    [[nodiscard]] const TensorInfo* find(std::string_view name) const;

    /// The bytes of one of tensors(), as many as `out` holds. Refused when the file was changed since it was opened.
    [[nodiscard]] Result<void> read(const TensorInfo& tensor, std::span<std::byte> out, Crew* crew = nullptr, const Watch& watch = {}) const;

    /// Whether its numbers can be told. Refuses types of less than 16 bits per float and complex numbers.
    [[nodiscard]] Result<void> checkDecodable(const TensorInfo& tensor) const;

    /// All elements, last dimension fastest.
    [[nodiscard]] Result<DecodedTensor<float>> floats(const TensorInfo& tensor) const;
    [[nodiscard]] Result<DecodedTensor<double>> doubles(const TensorInfo& tensor) const;

private:
    /// Without the bytes; `start` are the file's first ones, to the header's end at least.
    [[nodiscard]] static Result<SafetensorsFile> withHeader(std::span<const std::byte> start, std::uint64_t fileSize, std::string what);
    template <class T>
    [[nodiscard]] Result<DecodedTensor<T>> decodeAll(const TensorInfo& tensor) const;

    std::vector<std::byte> m_bytes;              // one of the two is the file
    std::shared_ptr<const PartedFile> m_onDisk;
    std::string m_what;
    std::size_t m_dataBegin = 0; // bytes
    std::vector<TensorInfo> m_tensors;
    std::map<std::string, std::string> m_metadata;
};

/// One tensor to be written; encode() makes its bytes.
struct TensorToWrite
{
    std::string name;
    StoredType type = StoredType::F32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
};

/// A whole safetensors file, every tensor aligned to its own number type; the same for the tensors in any
/// order.
[[nodiscard]] Result<std::vector<std::byte>>
writeSafetensors(std::span<const TensorToWrite> tensors,
                 const std::map<std::string, std::string>& metadata = {});

} // namespace hl
