#include "core/text/json_part.h"

#include "core/base/limits.h"
#include "core/base/shown.h"

#include <nlohmann/json.hpp>

namespace hl {

std::string JsonPart::type() const
{
    const auto found = m_json.is_object() ? m_json.find("type") : m_json.end();
    return m_json.is_object() && found != m_json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<bool> JsonPart::flag(const char* name, bool otherwise) const
{
    const auto found = m_json.find(name);
    if (found == m_json.end() || found->is_null())
        return otherwise;
    if (!found->is_boolean())
        return wrong(name);
    return found->get<bool>();
}

Result<std::string> JsonPart::text(const char* name, const char* otherwise) const
{
    const auto found = m_json.find(name);
    if (found == m_json.end() || found->is_null())
        return std::string(otherwise);
    if (!found->is_string() || found->get_ref<const std::string&>().size() > limits::tokenPiece)
        return wrong(name);
    return found->get<std::string>();
}

Result<std::size_t> JsonPart::count(const char* name, std::size_t otherwise) const
{
    const auto found = m_json.find(name);
    if (found == m_json.end() || found->is_null())
        return otherwise;
    if (!found->is_number_unsigned() || found->get<std::uint64_t>() > limits::vocabularySize)
        return wrong(name);
    return found->get<std::size_t>();
}

Result<nlohmann::json> JsonPart::list(const char* name) const
{
    const auto found = m_json.find(name);
    if (found == m_json.end() || !found->is_array())
        return wrong(name);
    return *found;
}

tl::unexpected<Error> JsonPart::unknownType() const
{
    return fail(ErrorCode::Unsupported,
                HL_NOOP("core", "%1: the type \"%2\" of \"%3\" is not known to Headlight: use a model with another "
                                "tokenizer"),
                {m_what, shown(type()), m_key});
}

tl::unexpected<Error> JsonPart::wrong(const char* name) const
{
    return fail(ErrorCode::BadTokenizer,
                HL_NOOP("core", "%1: \"%2\" of \"%3\" (type \"%4\") is not what it must be: get the file again"),
                {m_what, name, m_key, shown(type())});
}

} // namespace hl
