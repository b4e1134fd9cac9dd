#include "core/text/charsmap.h"

#include "core/text/unicode.h"

namespace hl {

namespace {

std::uint32_t littleEndian(std::string_view bytes, std::size_t at)
{
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < 4; ++i)
        out |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
    return out;
}

// A unit of the double array, as darts-clone lays it out.
bool hasLeaf(std::uint32_t unit)
{
    return ((unit >> 8) & 1u) == 1;
}
std::uint32_t valueOf(std::uint32_t unit)
{
    return unit & ((1u << 31) - 1);
}
std::uint32_t labelOf(std::uint32_t unit)
{
    return unit & ((1u << 31) | 0xFFu);
}
std::uint32_t offsetOf(std::uint32_t unit)
{
    return (unit >> 10) << ((unit & (1u << 9)) >> 6);
}

} // namespace

Result<Charsmap> Charsmap::make(std::string_view bytes)
{
    Charsmap out;
    if (bytes.empty())
        return out;
    const std::size_t size = bytes.size() >= 4 ? littleEndian(bytes, 0) : 0;
    if (size < 4 || size % 4 != 0 || size > bytes.size() - 4)
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "the table of character replacements (precompiled_charsmap) is damaged: its %1 "
                                    "bytes do not hold the %2 it speaks of: get the file again"),
                    {std::to_string(bytes.size()), std::to_string(size)});
    for (std::size_t at = 4; at < 4 + size; at += 4)
        out.m_units.push_back(littleEndian(bytes, at));
    // Made well-formed once, so that no damaged replacement can bring half a character into a text.
    out.m_replacements = bytes.substr(4 + size);
    if (!isValidUtf8(out.m_replacements))
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "the table of character replacements (precompiled_charsmap) is damaged: it is "
                                    "not UTF-8: get the file again"));
    return out;
}

std::optional<Charsmap::Found> Charsmap::find(std::string_view text, bool wantsLongest) const
{
    if (m_units.empty())
        return std::nullopt;
    std::optional<Found> out;
    std::size_t node = offsetOf(m_units[0]);
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        node ^= byte;
        if (byte == 0 || node >= m_units.size() || labelOf(m_units[node]) != byte)
            break;
        const std::uint32_t unit = m_units[node];
        node ^= offsetOf(unit);
        if (!hasLeaf(unit))
            continue;
        if (node >= m_units.size())
            break;
        const std::size_t place = valueOf(m_units[node]);
        // A place inside a character would give half of it.
        if (place > m_replacements.size() ||
            (place < m_replacements.size() && (static_cast<unsigned char>(m_replacements[place]) & 0xC0) == 0x80))
            continue;
        const std::string_view rest = std::string_view(m_replacements).substr(place);
        out = Found{at + 1, rest.substr(0, rest.find('\0'))};
        if (!wantsLongest)
            break;
    }
    return out;
}

} // namespace hl
