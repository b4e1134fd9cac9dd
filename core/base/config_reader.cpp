#include "core/base/config_reader.h"

#include "core/base/number.h"
#include "core/base/shown.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace hl {
namespace {

using nlohmann::json;

/// A value as it stands in the file, short enough for a sentence.
std::string shownValue(const json& value)
{
    if (value.is_object())
        return "{...}";
    if (value.is_array())
        return "[...]";
    return shown(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

/// The whole number in `value`, which must fit std::int64_t.
std::optional<std::int64_t> wholeNumber(const json& value)
{
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!value.is_number_integer() || (value.is_number_unsigned() && value.get<std::uint64_t>() > largest))
        return std::nullopt;
    return value.get<std::int64_t>();
}

} // namespace

ConfigReader::ConfigReader(const json& object, std::string what)
    : m_object(&object)
    , m_what(std::move(what))
{
    HL_ASSERT(object.is_object());
}

Result<ConfigReader> ConfigReader::of(const json& document, std::string what)
{
    if (!document.is_object()) {
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "%1 does not hold a JSON object {...} but %2: get the file again."),
                    {what, shownValue(document)});
    }
    return ConfigReader(document, std::move(what));
}

const json* ConfigReader::find(const std::string& key) const
{
    const auto found = m_object->find(key);
    return found == m_object->end() || found->is_null() ? nullptr : &*found;
}

bool ConfigReader::has(const std::string& key) const
{
    return find(key) != nullptr;
}

bool ConfigReader::isSaid(const std::string& key) const
{
    return m_object->contains(key);
}

bool ConfigReader::isNull(const std::string& key) const
{
    return isSaid(key) && !has(key);
}

tl::unexpected<Error> ConfigReader::failAbsent(const std::string& key) const
{
    return fail(ErrorCode::BadConfig, HL_NOOP("core", "%1: \"%2\" is missing: add it or get the file again."),
                {m_what, shown(key)});
}

Result<std::int64_t> ConfigReader::integer(const std::string& key, std::int64_t low, std::int64_t high) const
{
    const json* value = find(key);
    if (value == nullptr)
        return failAbsent(key);
    const std::optional<std::int64_t> number = wholeNumber(*value);
    if (!number || *number < low || *number > high) {
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "%1: \"%2\" is %3, expected a whole number from %4 to %5."),
                    {m_what, shown(key), shownValue(*value), std::to_string(low), std::to_string(high)});
    }
    return *number;
}

Result<std::int64_t> ConfigReader::integerOr(const std::string& key, std::int64_t low, std::int64_t high,
                                             std::int64_t absent) const
{
    return has(key) ? integer(key, low, high) : absent;
}

Result<double> ConfigReader::real(const std::string& key, double low, double high) const
{
    const json* value = find(key);
    if (value == nullptr)
        return failAbsent(key);
    const double number =
        value->is_number() ? value->get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!(number >= low && number <= high)) {
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "%1: \"%2\" is %3, expected a number from %4 to %5."),
                    {m_what, shown(key), shownValue(*value), formatNumber(low), formatNumber(high)});
    }
    return number;
}

Result<double> ConfigReader::realOr(const std::string& key, double low, double high, double absent) const
{
    return has(key) ? real(key, low, high) : absent;
}

Result<bool> ConfigReader::boolean(const std::string& key) const
{
    const json* value = find(key);
    if (value == nullptr)
        return failAbsent(key);
    if (!value->is_boolean()) {
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "%1: \"%2\" is %3, expected true or false."),
                    {m_what, shown(key), shownValue(*value)});
    }
    return value->get<bool>();
}

Result<bool> ConfigReader::booleanOr(const std::string& key, bool absent) const
{
    return has(key) ? boolean(key) : absent;
}

Result<std::string> ConfigReader::string(const std::string& key) const
{
    const json* value = find(key);
    if (value == nullptr)
        return failAbsent(key);
    if (!value->is_string()) {
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "%1: \"%2\" is %3, expected a text in quotes."),
                    {m_what, shown(key), shownValue(*value)});
    }
    return value->get<std::string>();
}

Result<std::string> ConfigReader::stringOr(const std::string& key, std::string absent) const
{
    if (!has(key))
        return absent;
    return string(key);
}

Result<std::pair<int, int>> ConfigReader::sides(const std::string& key, std::int64_t high) const
{
    const json* value = find(key);
    if (value == nullptr)
        return failAbsent(key);
    const json& first = value->is_array() && value->size() == 2 ? (*value)[0] : *value;
    const json& second = value->is_array() && value->size() == 2 ? (*value)[1] : *value;
    const auto height = wholeNumber(first);
    const auto width = wholeNumber(second);
    if (!height || !width || *height < 1 || *width < 1 || *height > high || *width > high) {
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "%1: \"%2\" is %3, expected a whole number from 1 to %4, or a list of two (height, width)."),
                    {m_what, shown(key), shownValue(*value), std::to_string(high)});
    }
    return std::pair{static_cast<int>(*height), static_cast<int>(*width)};
}

Result<std::vector<double>> ConfigReader::numbersOr(const std::string& key, std::vector<double> absent) const
{
    const json* value = find(key);
    if (value == nullptr)
        return absent;
    const auto isNumber = [](const json& entry) { return entry.is_number(); };
    if (!value->is_array() || !std::all_of(value->begin(), value->end(), isNumber)) {
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "%1: \"%2\" is %3, expected a list of numbers."),
                    {m_what, shown(key), shownValue(*value)});
    }
    return value->get<std::vector<double>>();
}

Result<std::vector<std::string>> ConfigReader::stringsOr(const std::string& key) const
{
    const json* value = find(key);
    if (value == nullptr)
        return std::vector<std::string>();
    const auto isText = [](const json& entry) { return entry.is_string(); };
    if (!value->is_array() || !std::all_of(value->begin(), value->end(), isText)) {
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "%1: \"%2\" is %3, expected a list of texts."),
                    {m_what, shown(key), shownValue(*value)});
    }
    return value->get<std::vector<std::string>>();
}

Result<std::size_t> ConfigReader::choice(const std::string& key,
                                         const std::vector<std::string_view>& known) const
{
    const Result<std::string> name = string(key);
    if (!name)
        return tl::unexpected(name.error());
    const auto found = std::find(known.begin(), known.end(), *name);
    if (found == known.end()) {
        std::string all;
        for (const std::string_view each : known)
            all += (all.empty() ? "\"" : ", \"") + std::string(each) + "\"";
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "%1: \"%2\" is \"%3\", expected one of %4."),
                    {m_what, shown(key), shown(*name), all});
    }
    return static_cast<std::size_t>(found - known.begin());
}

Result<ConfigReader> ConfigReader::object(const std::string& key) const
{
    const json* value = find(key);
    if (value == nullptr)
        return failAbsent(key);
    if (!value->is_object()) {
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "%1: \"%2\" is %3, expected an object {...}."),
                    {m_what, shown(key), shownValue(*value)});
    }
    return ConfigReader(*value, m_what + ", \"" + shown(key) + "\"");
}

} // namespace hl
