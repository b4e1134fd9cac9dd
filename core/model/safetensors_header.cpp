#include "core/model/safetensors_header.h"

#include "core/base/json.h"
#include "core/base/limits.h"
#include "core/base/shown.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace hl {
namespace {

using nlohmann::json;

/// Takes the parser's events, so that no document is built: a header may have 100 MB.
/// The names of its functions are the parser's.
class HeaderReader
{
public:
    HeaderReader(std::string_view text, const std::string& what)
        : m_text(text)
        , m_what(what)
    {}

    bool null() { return (m_in == In::Root && m_isMetadata) || otherValue(); }
    bool boolean(bool) { return otherValue(); }
    bool number_integer(std::int64_t) { return otherValue(); } // negative, or -0
    bool number_float(double, const std::string&) { return otherValue(); }
    bool binary(json::binary_t&) { return false; } // not in texts

    bool number_unsigned(std::uint64_t value)
    {
        if (m_in == In::Shape)
            return addDimension(value);
        if (m_in != In::Offsets)
            return otherValue();
        m_offsets.push_back(value);
        return m_offsets.size() <= 2 || failField();
    }

    bool string(std::string& value)
    {
        if (m_in == In::Metadata) {
            m_header.metadata[m_metadataKey] = std::move(value);
            return true;
        }
        if (m_in != In::Tensor || m_field != Field::Type)
            return otherValue();
        const std::optional<StoredType> type = storedTypeNamed(value);
        if (!type)
            return failTensor(
                HL_NOOP("core", "%1: tensor \"%2\" has the unknown number type \"%3\": save it as F32."),
                shown(value));
        m_tensor.type = *type;
        return true;
    }

    bool key(std::string& name)
    {
        switch (m_in) {
        case In::Root:
            return beginEntry(name);
        case In::Metadata:
            m_metadataKey = name;
            return true;
        case In::Tensor:
            return beginField(name);
        default:
            return true; // of something ignored
        }
    }

    bool start_object(std::size_t)
    {
        if (m_in == In::Nothing) {
            m_in = In::Root;
            return true;
        }
        if (m_in == In::Root) {
            m_in = m_isMetadata ? In::Metadata : In::Tensor;
            return true;
        }
        return ignoreContainer();
    }

    bool end_object()
    {
        switch (m_in) {
        case In::Ignored:
            return endIgnored();
        case In::Metadata:
            m_in = In::Root;
            return true;
        case In::Tensor:
            m_in = In::Root;
            return endTensor();
        default:
            m_in = In::Nothing;
            return true;
        }
    }

    bool start_array(std::size_t)
    {
        if (m_in == In::Tensor && (m_field == Field::Shape || m_field == Field::Offsets)) {
            m_in = m_field == Field::Shape ? In::Shape : In::Offsets;
            return true;
        }
        return ignoreContainer();
    }

    bool end_array()
    {
        if (m_in == In::Ignored)
            return endIgnored();
        const bool isComplete = m_in == In::Shape || m_offsets.size() == 2;
        m_in = In::Tensor;
        return isComplete || failField();
    }

    bool parse_error(std::size_t position, const std::string&, const json::exception&)
    {
        m_error = failJsonSyntax(m_text, position, m_what);
        return false;
    }

    Result<SafetensorsHeader> finish()
    {
        if (m_error)
            return *m_error;
        return std::move(m_header);
    }

private:
    enum class In
    {
        Nothing,
        Root,
        Metadata,
        Tensor,
        Shape,
        Offsets,
        Ignored
    };
    enum class Field
    {
        Type,
        Shape,
        Offsets,
        Unknown
    };

    bool beginEntry(const std::string& name)
    {
        m_isMetadata = name == "__metadata__";
        if (m_isMetadata)
            return !std::exchange(m_hasMetadata, true) ||
                   failHere(HL_NOOP(
                       "core", "%1: \"__metadata__\" is there twice: the file is damaged, get it again."));
        m_tensor = {};
        m_tensor.name = name;
        m_offsets.clear();
        std::fill(std::begin(m_hasField), std::end(m_hasField), false);
        if (name.size() > limits::tensorName)
            return failTensor(HL_NOOP("core",
                                      "%1: the name of tensor \"%2\" has %3 bytes, more than the %4 that are "
                                      "read: rename it."),
                              std::to_string(name.size()), std::to_string(limits::tensorName));
        if (m_header.tensors.size() == limits::tensorCount)
            return failHere(
                HL_NOOP("core", "%1 has more than %2 tensors, which is more than are read: split the model "
                                "into several files."),
                std::to_string(limits::tensorCount));
        return true;
    }

    bool beginField(const std::string& name)
    {
        m_field = name == "dtype"          ? Field::Type
                  : name == "shape"        ? Field::Shape
                  : name == "data_offsets" ? Field::Offsets
                                           : Field::Unknown;
        if (m_field == Field::Unknown)
            return true;
        m_fieldName = name;
        return !std::exchange(m_hasField[static_cast<int>(m_field)], true) ||
               failTensor(
                   HL_NOOP("core",
                           "%1: tensor \"%2\" says its \"%3\" twice: the file is damaged, get it again."),
                   m_fieldName);
    }

    bool addDimension(std::uint64_t value)
    {
        if (m_tensor.shape.size() == limits::tensorRank)
            return failTensor(HL_NOOP("core",
                                      "%1: tensor \"%2\" has more than %3 dimensions, which is more than are "
                                      "read: get the file again."),
                              std::to_string(limits::tensorRank));
        if (value > limits::tensorDimension)
            return failTensor(
                HL_NOOP("core", "%1: tensor \"%2\" has a dimension of %3, more than is possible: the file "
                                "is damaged, get it again."),
                std::to_string(value));
        m_tensor.shape.push_back(static_cast<std::int64_t>(value));
        return true;
    }

    bool endTensor()
    {
        static constexpr const char* names[] = {"dtype", "shape", "data_offsets"};
        for (int field = 0; field < 3; ++field)
            if (!m_hasField[field])
                return failTensor(
                    HL_NOOP("core", "%1: tensor \"%2\" has no \"%3\": the file is damaged, get it again."),
                    names[field]);
        m_tensor.begin = m_offsets[0];
        m_tensor.end = m_offsets[1];
        m_header.tensors.push_back(std::move(m_tensor));
        return true;
    }

    /// A value that is right only where nothing is expected of it.
    bool otherValue()
    {
        switch (m_in) {
        case In::Ignored:
            return true;
        case In::Tensor:
            return m_field == Field::Unknown || failField();
        case In::Shape:
        case In::Offsets:
            return failField();
        case In::Metadata:
            return failHere(
                HL_NOOP("core", "%1: \"%2\" in \"__metadata__\" is not a text: the file is damaged, get it "
                                "again."),
                shown(m_metadataKey));
        case In::Root:
            if (m_isMetadata)
                return failHere(HL_NOOP(
                    "core", "%1: \"__metadata__\" is not an object {...}: the file is damaged, get it "
                            "again."));
            return failTensor(HL_NOOP("core",
                                      "%1: tensor \"%2\" is not described by an object {...}: the file is "
                                      "damaged, get it again."));
        case In::Nothing:
            break;
        }
        return failHere(HL_NOOP(
            "core", "%1: the header is not a JSON object {...}: this is not a safetensors file, get it "
                    "again."));
    }

    bool ignoreContainer()
    {
        const bool isIgnored = m_in == In::Ignored || (m_in == In::Tensor && m_field == Field::Unknown);
        if (!isIgnored)
            return otherValue();
        m_in = In::Ignored;
        return ++m_ignoredDepth + 2 <= limits::jsonDepth ||
               failTensor(
                   HL_NOOP("core",
                           "%1: tensor \"%2\" has more than %3 objects and lists inside each other: the "
                           "file is damaged, get it again."),
                   std::to_string(limits::jsonDepth));
    }

    bool endIgnored()
    {
        if (--m_ignoredDepth == 0)
            m_in = In::Tensor;
        return true;
    }

    bool failField()
    {
        if (m_field == Field::Type)
            return failTensor(
                HL_NOOP("core", "%1: tensor \"%2\" has a \"dtype\" that is not a text: the file is damaged, "
                                "get it again."));
        if (m_field == Field::Shape)
            return failTensor(
                HL_NOOP("core", "%1: tensor \"%2\" has a \"shape\" that is not a list of whole numbers: the "
                                "file is damaged, get it again."));
        return failTensor(
            HL_NOOP("core", "%1: tensor \"%2\" has \"data_offsets\" that are not two whole numbers: the file "
                            "is damaged, get it again."));
    }

    template <class... Args>
    bool failTensor(const char* sentence, Args... args)
    {
        return failHere(sentence, shown(m_tensor.name), std::string(args)...);
    }

    template <class... Args>
    bool failHere(const char* sentence, Args... args)
    {
        m_error = fail(ErrorCode::BadSafetensors, sentence, {m_what, args...});
        return false;
    }

    std::string_view m_text;
    const std::string& m_what;
    SafetensorsHeader m_header;
    std::optional<tl::unexpected<Error>> m_error;

    In m_in = In::Nothing;
    Field m_field = Field::Unknown;
    bool m_isMetadata = false; // the current entry of the root
    bool m_hasMetadata = false;
    bool m_hasField[3] = {};
    std::uint64_t m_ignoredDepth = 0;
    std::string m_fieldName;
    std::string m_metadataKey;
    TensorInfo m_tensor;
    std::vector<std::uint64_t> m_offsets;
};

} // namespace

Result<SafetensorsHeader> parseSafetensorsHeader(std::string_view text, std::uint64_t dataSize,
                                                 const std::string& what)
{
    const JsonLimits jsonLimits = {limits::safetensorsHeader, limits::jsonDepth};
    if (const auto checked = checkJsonText(text, jsonLimits, what); !checked)
        return tl::unexpected(checked.error());
    HeaderReader reader(text, what);
    json::sax_parse(text.begin(), text.end(), &reader);
    Result<SafetensorsHeader> header = reader.finish();
    if (!header)
        return header;
    std::vector<TensorInfo>& tensors = header->tensors;
    if (const auto checked = checkSafetensorsLayout(tensors, dataSize, what); !checked)
        return tl::unexpected(checked.error());
    const auto byName = [](const TensorInfo& a, const TensorInfo& b) { return a.name < b.name; };
    std::sort(tensors.begin(), tensors.end(), byName);
    const auto twice = std::adjacent_find(tensors.begin(), tensors.end(),
                                          [](const auto& a, const auto& b) { return a.name == b.name; });
    if (twice != tensors.end()) {
        return fail(ErrorCode::BadSafetensors,
                    HL_NOOP("core", "%1: tensor \"%2\" is there twice: the file is damaged, get it again."),
                    {what, shown(twice->name)});
    }
    return header;
}

} // namespace hl
