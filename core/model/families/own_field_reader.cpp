#include "core/model/families/own_field_reader.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace hl {

void OwnFieldReader::wholes(const char* key, std::vector<int>& values, std::uint64_t low, std::uint64_t high)
{
    const auto read = numbers(key);
    for (std::size_t i = 0; m_ok && i < read.size(); ++i) {
        if (!(read[i] >= static_cast<double>(low) && read[i] <= static_cast<double>(high)) || read[i] != std::floor(read[i]))
            m_ok = fail(ErrorCode::BadConfig, HL_NOOP("core", "%1: \"%2\" is no list of whole numbers from %3 to %4."),
                        {m_config.what(), key, std::to_string(low), std::to_string(high)});
        else
            values.push_back(static_cast<int>(read[i]));
    }
}

void OwnFieldReader::flags(const char* key, std::vector<bool>& values)
{
    if (!m_ok || !m_config.has(key))
        return;
    const auto& list = m_config.raw().at(key);
    if (!list.is_array() || !std::all_of(list.begin(), list.end(), [](const auto& one) { return one.is_boolean(); })) {
        m_ok = fail(ErrorCode::BadConfig, HL_NOOP("core", "%1: \"%2\" is no list of true and false."), {m_config.what(), key});
        return;
    }
    for (const auto& one : list)
        values.push_back(one.template get<bool>());
}

std::vector<double> OwnFieldReader::numbers(const char* key)
{
    auto read = m_ok && m_config.has(key) ? m_config.numbersOr(key, {}) : Result<std::vector<double>>(std::vector<double>());
    if (!read)
        m_ok = tl::unexpected(read.error());
    return read ? std::move(*read) : std::vector<double>();
}

} // namespace hl
