#pragma once

#include "core/base/config_reader.h"
#include "core/model/own_fields.h"

#include <optional>
#include <string_view>
#include <vector>

namespace hl {

/// Takes the choices of ownFields that an object has; after the first error the rest is skipped and ok() says it.
class OwnFieldReader
{
public:
    explicit OwnFieldReader(const ConfigReader& config)
        : m_config(config)
    {}

    void flag(const char* key, bool& value) { take(key, value, [&] { return m_config.boolean(key); }); }
    void whole(const char* key, int& value, std::uint64_t low, std::uint64_t high)
    {
        take(key, value, [&] { return m_config.integer(key, static_cast<std::int64_t>(low), static_cast<std::int64_t>(high)); });
    }
    void whole(const char* key, std::optional<int>& value, std::int64_t low, std::uint64_t high)
    {
        take(key, value, [&] { return m_config.integer(key, low, static_cast<std::int64_t>(high)); });
    }
    void real(const char* key, double& value, double low, double high) { take(key, value, [&] { return m_config.real(key, low, high); }); }
    void wholes(const char* key, std::vector<int>& values, std::uint64_t low, std::uint64_t high);
    void flags(const char* key, std::vector<bool>& values);
    template <class Enum>
    void choice(const char* key, Enum& value, const std::vector<std::string_view>& names)
    {
        take(key, value, [&] { return m_config.choice(key, names); });
    }

    [[nodiscard]] const Result<void>& ok() const { return m_ok; }

private:
    template <class T, class Read>
    void take(const char* key, T& value, const Read& read)
    {
        if (!m_ok || !m_config.has(key))
            return;
        if (const auto found = read(); found)
            assign(value, *found);
        else
            m_ok = tl::unexpected(found.error());
    }
    template <class T, class Found>
    static void assign(T& value, Found found) { value = static_cast<T>(found); }
    template <class Found>
    static void assign(std::optional<int>& value, Found found) { value = static_cast<int>(found); }

    std::vector<double> numbers(const char* key);

    const ConfigReader& m_config;
    Result<void> m_ok;
};

/// Reads the choices of a description that the object has; the others stay as they are.
template <class Spec>
Result<void> readOwnFields(const ConfigReader& config, Spec& spec)
{
    OwnFieldReader reader(config);
    ownFields::visit(reader, spec);
    return reader.ok();
}

/// The same from the object below a key, where there is one.
template <class Spec>
Result<void> readOwnPart(const ConfigReader& config, const char* key, Spec& spec)
{
    if (!config.has(key))
        return {};
    const auto object = config.object(key);
    return object ? readOwnFields(*object, spec) : tl::unexpected(object.error());
}

} // namespace hl
