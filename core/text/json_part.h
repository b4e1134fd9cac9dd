#pragma once

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <string>

namespace hl {

/// One part of a tokenizer.json ({"type": "Replace", ...}), read by name with a sentence for what is wrong.
class JsonPart
{
public:
    /// `key` is what the part is in the file ("normalizer"), `what` the file.
    JsonPart(const nlohmann::json& json, const char* key, const std::string& what)
        : m_json(json)
        , m_key(key)
        , m_what(what)
    {}

    [[nodiscard]] const nlohmann::json& json() const { return m_json; }
    [[nodiscard]] const std::string& what() const { return m_what; }
    [[nodiscard]] const char* key() const { return m_key; }
    /// Absent and null parts change nothing.
    [[nodiscard]] bool isAbsent() const { return m_json.is_null(); }
    /// The value of "type"; empty if it has none.
    [[nodiscard]] std::string type() const;

    [[nodiscard]] Result<bool> flag(const char* name, bool otherwise) const;
    [[nodiscard]] Result<std::string> text(const char* name, const char* otherwise) const;
    [[nodiscard]] Result<std::size_t> count(const char* name, std::size_t otherwise) const;
    /// The list of parts of a sequence.
    [[nodiscard]] Result<nlohmann::json> list(const char* name) const;

    [[nodiscard]] tl::unexpected<Error> unknownType() const;
    [[nodiscard]] tl::unexpected<Error> wrong(const char* name) const;

private:
    const nlohmann::json& m_json;
    const char* m_key;
    const std::string& m_what;
};

} // namespace hl
