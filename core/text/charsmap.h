#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hl {

/// SentencePiece's precompiled table of character replacements: a double array (Darts) that leads from byte
/// sequences to places in a list of NUL-terminated replacements. The bytes come from a file; every step is
/// checked against the table's ends.
class Charsmap
{
public:
    Charsmap() = default; ///< replaces nothing
    /// A 32-bit little-endian size of the double array, the array, the replacements; no bytes are no table.
    [[nodiscard]] static Result<Charsmap> make(std::string_view bytes);

    struct Found
    {
        std::size_t length = 0; ///< bytes of the text that are replaced
        std::string_view replacement;
    };
    /// The shortest or the longest sequence at the start of `text` that has a replacement.
    [[nodiscard]] std::optional<Found> shortest(std::string_view text) const { return find(text, false); }
    [[nodiscard]] std::optional<Found> longest(std::string_view text) const { return find(text, true); }
    [[nodiscard]] bool empty() const { return m_units.empty(); }

private:
    [[nodiscard]] std::optional<Found> find(std::string_view text, bool wantsLongest) const;

    std::vector<std::uint32_t> m_units;
    std::string m_replacements;
};

} // namespace hl
