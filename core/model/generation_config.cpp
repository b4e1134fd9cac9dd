#include "core/model/generation_config.h"

#include <nlohmann/json.hpp>

namespace hl {

namespace {

using nlohmann::json;

/// Reads ids until the first error.
class Ids
{
public:
    Ids(const ConfigReader& config, int vocabulary)
        : m_config(config)
        , m_vocabulary(vocabulary)
    {}

    [[nodiscard]] std::optional<int> one(const std::string& key)
    {
        const json* value = find(key);
        if (value == nullptr)
            return std::nullopt;
        if (!value->is_number_integer()) {
            refuse(key, HL_NOOP("core", "%1: \"%2\" is not the id of a token."));
            return std::nullopt;
        }
        return known(*value);
    }

    /// One id or a list of them; a list inside the list counts if it has one entry.
    [[nodiscard]] std::vector<int> several(const std::string& key)
    {
        std::vector<int> ids;
        const json* value = find(key);
        if (value == nullptr)
            return ids;
        for (const json& entry : value->is_array() ? *value : json::array({*value})) {
            const json& id = entry.is_array() && entry.size() == 1 ? entry.front() : entry;
            if (!id.is_number_integer() && !entry.is_array()) {
                refuse(key, HL_NOOP("core", "%1: \"%2\" is not a list of ids of tokens."));
                return ids;
            }
            if (const auto number = known(id))
                ids.push_back(*number);
        }
        return ids;
    }

    /// [[position, id], ...]; an id that is null forces nothing.
    [[nodiscard]] std::map<int, int> pairs(const std::string& key)
    {
        std::map<int, int> forced;
        const json* value = find(key);
        if (value == nullptr)
            return forced;
        if (!value->is_array()) {
            refuse(key, HL_NOOP("core", "%1: \"%2\" is not a list of [position, id]."));
            return forced;
        }
        for (const json& entry : *value) {
            const bool isPair = entry.is_array() && entry.size() == 2 && entry[0].is_number_unsigned()
                                && (entry[1].is_null() || entry[1].is_number_integer());
            if (!isPair) {
                refuse(key, HL_NOOP("core", "%1: \"%2\" is not a list of [position, id]."));
                return forced;
            }
            const auto position = entry[0].get<std::uint64_t>();
            const auto id = known(entry[1]);
            if (id && position < (1U << 20U))
                forced[static_cast<int>(position)] = *id;
        }
        return forced;
    }

    Result<void> ok;

private:
    [[nodiscard]] const json* find(const std::string& key) const
    {
        return ok && m_config.has(key) ? &m_config.raw().at(key) : nullptr;
    }
    [[nodiscard]] std::optional<int> known(const json& id) const
    {
        if (!id.is_number_integer() || (id.is_number_unsigned() && id.get<std::uint64_t>() >= static_cast<std::uint64_t>(m_vocabulary)))
            return std::nullopt;
        const auto number = id.get<std::int64_t>();
        return number >= 0 && number < m_vocabulary ? std::optional(static_cast<int>(number)) : std::nullopt;
    }
    void refuse(const std::string& key, const char* sentence)
    {
        if (ok)
            ok = fail(ErrorCode::BadConfig, sentence, {m_config.what(), key});
    }

    const ConfigReader& m_config;
    int m_vocabulary;
};

} // namespace

Result<GenerationSpec> readGeneration(const ConfigReader& config, int vocabulary)
{
    Ids ids(config, vocabulary);
    GenerationSpec spec;
    spec.start = ids.one("decoder_start_token_id");
    spec.forcedBegin = ids.one("forced_bos_token_id");
    spec.forced = ids.pairs("forced_decoder_ids");
    spec.ends = ids.several("eos_token_id");
    spec.never = ids.several("suppress_tokens");
    for (const int id : ids.several("bad_words_ids"))
        spec.never.push_back(id);
    spec.neverFirst = ids.several("begin_suppress_tokens");
    if (!ids.ok)
        return tl::unexpected(ids.ok.error());
    return spec;
}

} // namespace hl
