#pragma once

#include "core/base/error.h"
#include "core/base/matrix.h"
#include "core/base/stored_type.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// One NumPy array: any rank, rows last-index-fastest (C order), little-endian, whatever the file had.
struct NpyArray
{
    StoredType type = StoredType::F32; ///< a decodable one
    std::vector<std::int64_t> shape;   ///< empty: one number
    std::vector<std::byte> bytes;      ///< count() elements

    [[nodiscard]] std::int64_t count() const; ///< elements

    [[nodiscard]] std::vector<float> toFloats() const;
    [[nodiscard]] std::vector<double> toDoubles() const;
    /// Exact or refused: a fraction, a NaN or a number beyond 64 bits is an error.
    [[nodiscard]] Result<std::vector<std::int64_t>> toInts() const;

    [[nodiscard]] static NpyArray of(std::span<const float> numbers, std::vector<std::int64_t> shape);
    [[nodiscard]] static NpyArray of(std::span<const double> numbers, std::vector<std::int64_t> shape);
    [[nodiscard]] static NpyArray of(std::span<const std::int32_t> numbers, std::vector<std::int64_t> shape);
    [[nodiscard]] static NpyArray of(std::span<const std::int64_t> numbers, std::vector<std::int64_t> shape);
    [[nodiscard]] static NpyArray of(std::span<const std::uint8_t> numbers, std::vector<std::int64_t> shape);
    /// [rows, cols] in the view's own number type.
    [[nodiscard]] static NpyArray of(const MatrixView& matrix);
};

/// Parses a .npy file (versions 1 to 3): booleans, integers of 8 to 64 bits, floats of 16, 32 and 64 bits,
/// both byte orders, C and Fortran order. `what` names it in an error's sentence (fit to be shown: see
/// shown.h).
[[nodiscard]] Result<NpyArray> parseNpy(std::span<const std::byte> file, std::string_view what);

/// The texts of a .npy file that holds a list of them (types U and S), as valid UTF-8; nothing where it holds numbers.
[[nodiscard]] Result<std::optional<std::vector<std::string>>> parseNpyTexts(std::span<const std::byte> file, std::string_view what);

/// A .npy file of version 1. The array's type must be U8, I32, I64, F32 or F64.
[[nodiscard]] std::vector<std::byte> writeNpy(const NpyArray& array);

} // namespace hl
