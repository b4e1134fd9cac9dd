#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hl {

/// One field of a protobuf message.
struct ProtoField
{
    std::uint32_t number = 0;
    std::uint64_t value = 0; ///< of a number; the bits of a fixed one
    std::string_view bytes;  ///< of a text, bytes or message
    bool hasBytes = false;

    [[nodiscard]] float asFloat() const;
    [[nodiscard]] bool asBool() const { return value != 0; }
};

/// Reads the fields of a protobuf message one by one. Every length is checked against what is left of the bytes;
/// nothing is allocated.
class ProtobufReader
{
public:
    explicit ProtobufReader(std::string_view bytes)
        : m_rest(bytes)
    {}

    /// The next field; nothing at the end and where the bytes are no message.
    [[nodiscard]] std::optional<ProtoField> next();
    /// True if reading stopped at something that is no field.
    [[nodiscard]] bool isDamaged() const { return m_isDamaged; }

private:
    [[nodiscard]] std::optional<std::uint64_t> varint();
    [[nodiscard]] std::optional<std::uint64_t> fixed(std::size_t size);
    std::optional<ProtoField> damaged();

    std::string_view m_rest;
    bool m_isDamaged = false;
};

} // namespace hl
