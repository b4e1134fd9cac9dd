#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace hl::ui {

/// The colour maps a person can choose. All but Diverging are sequential: dark is little, bright is much.
enum class ColorMapName
{
    Viridis,
    Magma,
    Cividis,
    Grey,
    Diverging
};

/// The 256 colours of a map from its lowest to its highest value, each as 0xffRRGGBB.
/// Sequential maps rise strictly in lightness (CIE L*), by steps that differ by at most 7 to 1, and still
/// rise in simulated protanopia, deuteranopia and tritanopia. Diverging is divergingTable() around white.
[[nodiscard]] std::span<const std::uint32_t, 256> colorTable(ColorMapName name);

/// Blue - neutral - red for signed values, made for one ground: entries 127 and 128 are `neutral` itself
/// (0xRRGGBB, the tone of the panel), the ends are dark on a light ground and bright on a dark one. Lightness
/// changes monotonically from the centre and is the same on both sides, so that neither sign looks larger.
[[nodiscard]] std::array<std::uint32_t, 256> divergingTable(std::uint32_t neutral);

} // namespace hl::ui
