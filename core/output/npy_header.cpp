#include "core/output/npy_header.h"

#include "core/base/limits.h"
#include "core/base/shown.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <string>

namespace hl {
namespace {

constexpr std::string_view magic = "\x93NUMPY";

struct Description
{
    std::string_view name; // without the byte order
    StoredType type;
};

constexpr std::array<Description, 12> descriptions = {{
    {"b1", StoredType::Bool},
    {"u1", StoredType::U8},
    {"i1", StoredType::I8},
    {"u2", StoredType::U16},
    {"i2", StoredType::I16},
    {"u4", StoredType::U32},
    {"i4", StoredType::I32},
    {"u8", StoredType::U64},
    {"i8", StoredType::I64},
    {"f2", StoredType::F16},
    {"f4", StoredType::F32},
    {"f8", StoredType::F64},
}};

/// Reads the Python dictionary {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }, keys in any
/// order.
class DictionaryReader
{
public:
    explicit DictionaryReader(std::string_view text)
        : m_rest(text)
    {}

    /// False if the text is anything else, or a key is missing, unknown or there twice.
    bool read()
    {
        if (!take('{'))
            return false;
        while (!take('}')) {
            const std::optional<std::string_view> key = quoted();
            if (!key || !take(':') || !readValue(*key))
                return false;
            if (!take(',') && peek() != '}')
                return false;
        }
        peek(); // skips the padding
        return m_rest.empty() && description && isFortranOrder && shape;
    }

    std::optional<std::string_view> description;
    std::optional<bool> isFortranOrder;
    std::optional<std::vector<std::uint64_t>> shape;

private:
    bool readValue(std::string_view key)
    {
        if (key == "descr" && !description) {
            description = quoted();
            return description.has_value();
        }
        if (key == "fortran_order" && !isFortranOrder) {
            if (takeWord("True"))
                isFortranOrder = true;
            else if (takeWord("False"))
                isFortranOrder = false;
            return isFortranOrder.has_value();
        }
        return key == "shape" && !shape && readShape();
    }

    bool readShape()
    {
        if (!take('('))
            return false;
        std::vector<std::uint64_t> dimensions;
        bool needsComma = false;
        while (!take(')')) {
            std::uint64_t dimension = 0;
            const char* end = m_rest.data() + m_rest.size();
            if (needsComma || peek() == '\0' || dimensions.size() == 32) // NumPy's own largest rank
                return false;
            const auto [stop, error] = std::from_chars(m_rest.data(), end, dimension);
            if (error != std::errc())
                return false;
            m_rest.remove_prefix(static_cast<std::size_t>(stop - m_rest.data()));
            dimensions.push_back(dimension);
            needsComma = !take(',');
        }
        shape = std::move(dimensions);
        return !(shape->size() == 1 && needsComma); // (3) is a number in Python, not a shape
    }

    char peek()
    {
        while (!m_rest.empty() && (m_rest[0] == ' ' || m_rest[0] == '\n' || m_rest[0] == '\t'))
            m_rest.remove_prefix(1);
        return m_rest.empty() ? '\0' : m_rest[0];
    }

    bool take(char c)
    {
        if (peek() != c || m_rest.empty())
            return false;
        m_rest.remove_prefix(1);
        return true;
    }

    bool takeWord(std::string_view word)
    {
        peek();
        if (m_rest.substr(0, word.size()) != word)
            return false;
        m_rest.remove_prefix(word.size());
        return true;
    }

    std::optional<std::string_view> quoted()
    {
        const char quote = peek();
        if (quote != '\'' && quote != '"')
            return std::nullopt;
        const std::size_t end = m_rest.find(quote, 1);
        if (end == std::string_view::npos)
            return std::nullopt;
        const std::string_view text = m_rest.substr(1, end - 1);
        m_rest.remove_prefix(end + 1);
        return text;
    }

    std::string_view m_rest;
};

tl::unexpected<Error> failDamaged(std::string_view what)
{
    return fail(ErrorCode::BadNpy,
                HL_NOOP("core",
                        "%1: the header of the NumPy array is damaged: save it again with numpy.save or "
                        "numpy.savez."),
                {std::string(what)});
}

/// "U7", "S7": texts of at most 7 characters.
bool readTextType(std::string_view name, NpyHeader& header)
{
    int length = 0;
    if (name.size() < 2 || (name[0] != 'U' && name[0] != 'S'))
        return false;
    const auto [stop, error] = std::from_chars(name.data() + 1, name.data() + name.size(), length);
    if (error != std::errc() || stop != name.data() + name.size() || length < 1)
        return false;
    header.textLength = length;
    header.type = name[0] == 'U' ? StoredType::U32 : StoredType::U8;
    return true;
}

Result<void> readType(std::string_view description, NpyHeader& header, std::string_view what)
{
    header.description = description;
    const bool hasOrder =
        !description.empty() && std::string_view("<>|=").find(description[0]) != std::string_view::npos;
    const std::string_view name = description.substr(hasOrder ? 1 : 0);
    for (const Description& known : descriptions) {
        if (known.name == name) {
            header.type = known.type;
            return {};
        }
    }
    if (readTextType(name, header))
        return {};
    return failType(description, what);
}

} // namespace

tl::unexpected<Error> failType(std::string_view description, std::string_view what)
{
    return fail(
        ErrorCode::Unsupported,
        HL_NOOP("core",
                "%1: the array's type \"%2\" is not read: save it as float32, float64, int64 or bool."),
        {std::string(what), shown(description)});
}

Result<NpyHeader> parseNpyHeader(std::span<const std::byte> file, std::string_view what)
{
    const std::string_view bytes(reinterpret_cast<const char*>(file.data()), file.size());
    if (bytes.substr(0, magic.size()) != magic) {
        return fail(ErrorCode::BadNpy,
                    HL_NOOP("core", "%1 is not a NumPy array: save it with numpy.save or numpy.savez."),
                    {std::string(what)});
    }
    if (bytes.size() < 10)
        return failDamaged(what);
    const auto at = [&](std::size_t i) {
        return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i]));
    };
    const std::size_t version = at(6);
    if (version < 1 || version > 3) {
        return fail(
            ErrorCode::Unsupported,
            HL_NOOP("core", "%1: version %2 of the NumPy format is not read: save it with another NumPy."),
            {std::string(what), std::to_string(version)});
    }
    const std::size_t prefix = version == 1 ? 10 : 12;
    if (bytes.size() < prefix)
        return failDamaged(what);
    const std::size_t length =
        version == 1 ? at(8) | at(9) << 8 : at(8) | at(9) << 8 | at(10) << 16 | at(11) << 24;
    if (length > limits::npyHeader || length > bytes.size() - prefix)
        return failDamaged(what);

    DictionaryReader reader(bytes.substr(prefix, length));
    if (!reader.read())
        return failDamaged(what);
    NpyHeader header;
    if (const auto ok = readType(*reader.description, header, what); !ok)
        return tl::unexpected(ok.error());
    header.isBigEndian = reader.description->front() == '>';
    header.isFortranOrder = *reader.isFortranOrder;
    header.size = prefix + length;
    std::uint64_t total = static_cast<std::uint64_t>(bitsOf(header.type) / 8) * static_cast<std::uint64_t>(std::max(header.textLength, 1));
    for (const std::uint64_t dimension : *reader.shape) {
        if (dimension > limits::tensorDimension || __builtin_mul_overflow(total, dimension, &total)) {
            return fail(ErrorCode::BadNpy,
                        HL_NOOP("core",
                                "%1: the array has %2 elements along one dimension, more than is possible: "
                                "it is damaged, save it again."),
                        {std::string(what), std::to_string(dimension)});
        }
        header.shape.push_back(static_cast<std::int64_t>(dimension));
    }
    header.dataBytes = total;
    return header;
}

std::vector<std::byte> makeNpyHeader(StoredType type, const std::vector<std::int64_t>& shape)
{
    const auto* known = std::find_if(descriptions.begin(), descriptions.end(),
                                     [&](const Description& d) { return d.type == type; });
    HL_ASSERT(known != descriptions.end());
    std::string text = "{'descr': '" + std::string(bitsOf(type) == 8 ? "|" : "<") + std::string(known->name) +
                       "', 'fortran_order': False, 'shape': (";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    text += shape.size() == 1 ? ",), }" : "), }";
    constexpr std::size_t prefix = 10;
    const std::size_t padded = (prefix + text.size() + 1 + 63) / 64 * 64 - prefix;
    text.resize(padded - 1, ' ');
    text += '\n';

    std::string out(magic);
    out += {'\x01', '\x00', static_cast<char>(padded & 0xFF), static_cast<char>(padded >> 8)};
    out += text;
    const auto bytes = std::as_bytes(std::span(out));
    return {bytes.begin(), bytes.end()};
}

} // namespace hl
