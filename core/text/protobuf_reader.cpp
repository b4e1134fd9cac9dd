#include "core/text/protobuf_reader.h"

#include <bit>

namespace hl {

float ProtoField::asFloat() const
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(value));
}

std::optional<std::uint64_t> ProtobufReader::varint()
{
    std::uint64_t out = 0;
    for (int shift = 0; shift < 64 && !m_rest.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(m_rest.front());
        m_rest.remove_prefix(1);
        out |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
        if ((byte & 0x80) == 0)
            return out;
    }
    return std::nullopt;
}

std::optional<std::uint64_t> ProtobufReader::fixed(std::size_t size)
{
    if (m_rest.size() < size)
        return std::nullopt;
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < size; ++i)
        out |= static_cast<std::uint64_t>(static_cast<unsigned char>(m_rest[i])) << (8 * i);
    m_rest.remove_prefix(size);
    return out;
}

std::optional<ProtoField> ProtobufReader::damaged()
{
    m_isDamaged = true;
    m_rest = {};
    return std::nullopt;
}

std::optional<ProtoField> ProtobufReader::next()
{
    if (m_rest.empty())
        return std::nullopt;
    const auto tag = varint();
    if (!tag || *tag >> 3 == 0 || *tag >> 3 > 536'870'911)
        return damaged();
    ProtoField out;
    out.number = static_cast<std::uint32_t>(*tag >> 3);
    const unsigned wire = *tag & 7;
    if (wire == 2) {
        const auto length = varint();
        if (!length || *length > m_rest.size())
            return damaged();
        out.bytes = m_rest.substr(0, *length);
        out.hasBytes = true;
        m_rest.remove_prefix(*length);
        return out;
    }
    const auto value = wire == 0 ? varint() : wire == 1 ? fixed(8) : wire == 5 ? fixed(4) : std::nullopt;
    if (!value)
        return damaged();
    out.value = *value;
    return out;
}

} // namespace hl
