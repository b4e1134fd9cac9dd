#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// A PNG file of these rows, for tests: `colour` is PNG's colour type (0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA), each
/// row the bytes of its pixels.
[[nodiscard]] std::string pngFile(std::uint32_t width, std::uint8_t depth, std::uint8_t colour,
                                  const std::vector<std::string>& rows, const std::string& palette = {});
