#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace hl {

/// Pixels, three bytes each (red, green, blue), from left to right and top to bottom.
struct Picture
{
    int width = 0; ///< pixels
    int height = 0;
    std::vector<std::uint8_t> bytes; ///< 3 · width · height

    [[nodiscard]] const std::uint8_t* pixel(int x, int y) const
    {
        return bytes.data() + 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x));
    }
};

/// A PNG file of any colour type and depth. Grey becomes three equal bytes, of 16 bits the upper 8 are kept, alpha and
/// gamma are left aside: what the reference's image library gives as RGB. At most limits::pictureSide pixels a side.
[[nodiscard]] Result<Picture> readPng(const std::filesystem::path& path);
/// The same for a file in memory; `what` names it in sentences.
[[nodiscard]] Result<Picture> parsePng(std::span<const std::byte> file, std::string_view what);

} // namespace hl
