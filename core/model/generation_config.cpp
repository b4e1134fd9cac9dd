#include "core/model/generation_config.h"

#include "core/base/limits.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace hl {

namespace {

using nlohmann::json;

/// True for a list of ids where a list of lists is meant: the reference opens such a folder, and then has no use for it.
bool isFlat(const json& value)
{
    return value.is_array() && !value.empty() && std::all_of(value.begin(), value.end(), [](const json& id) { return id.is_number_integer(); });
}

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

    /// One id or a list of them.
    [[nodiscard]] std::vector<int> several(const std::string& key)
    {
        std::vector<int> ids;
        const json* value = find(key);
        if (value == nullptr)
            return ids;
        for (const json& entry : value->is_array() ? *value : json::array({*value})) {
            if (!entry.is_number_integer()) {
                refuse(key, HL_NOOP("core", "%1: \"%2\" is not a list of ids of tokens."));
                return ids;
            }
            if (const auto number = known(entry))
                ids.push_back(*number);
        }
        return ids;
    }

    /// A list of lists of ids; one list of ids is none of them. One with an id that the vocabulary does not have never comes, and is left out.
    [[nodiscard]] std::vector<std::vector<int>> lists(const std::string& key)
    {
        std::vector<std::vector<int>> lists;
        const json* value = find(key);
        if (value == nullptr || isFlat(*value))
            return lists;
        const auto isList = [](const json& entry) { return entry.is_array() && !entry.empty() && std::all_of(entry.begin(), entry.end(), [](const json& id) { return id.is_number_integer(); }); };
        if (!value->is_array() || !std::all_of(value->begin(), value->end(), isList)) {
            refuse(key, HL_NOOP("core", "%1: \"%2\" is not a list of lists of ids of tokens."));
            return lists;
        }
        for (const json& entry : *value) {
            std::vector<int> ids;
            for (const json& id : entry) {
                if (const auto number = known(id))
                    ids.push_back(*number);
            }
            if (ids.size() == entry.size())
                lists.push_back(std::move(ids));
        }
        return lists;
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
    for (std::vector<int>& words : ids.lists("bad_words_ids")) {
        const bool isEnd = words.size() == 1 && std::count(spec.ends.begin(), spec.ends.end(), words.front()) > 0;
        if (words.size() > 1)
            spec.neverAfter.push_back(std::move(words));
        else if (!isEnd) // a text must be able to end
            spec.never.push_back(words.front());
    }
    spec.neverFirst = ids.several("begin_suppress_tokens");
    if (!ids.ok)
        return tl::unexpected(ids.ok.error());
    const auto penalty = config.realOr("repetition_penalty", 1e-6, 1e6, 1.0);
    const auto run = config.integerOr("no_repeat_ngram_size", 0, limits::tableRows, 0);
    const auto length = config.integerOr("min_length", 0, limits::tableRows, 0);
    if (!penalty)
        return tl::unexpected(penalty.error());
    for (const auto* number : {&run, &length}) {
        if (!*number)
            return tl::unexpected(number->error());
    }
    spec.repetitionPenalty = *penalty;
    spec.uniqueRun = static_cast<int>(*run);
    spec.minLength = static_cast<int>(*length);
    return spec;
}

std::string unkeptRules(const ConfigReader& config)
{
    struct Rule
    {
        const char* key;
        double without; ///< a number that asks for nothing
    };
    static constexpr Rule rules[] = {{"num_beams", 1.0}, {"penalty_alpha", 0.0}, {"guidance_scale", 1.0}, {"encoder_repetition_penalty", 1.0},
                                     {"encoder_no_repeat_ngram_size", 0.0}, {"min_new_tokens", 0.0}, {"forced_eos_token_id", NAN},
                                     {"exponential_decay_length_penalty", NAN}, {"sequence_bias", NAN}, {"stop_strings", NAN}};
    std::string keys = config.has("bad_words_ids") && isFlat(config.raw().at("bad_words_ids")) ? "bad_words_ids" : "";
    for (const Rule& rule : rules) {
        if (!config.has(rule.key))
            continue;
        const json& value = config.raw().at(rule.key);
        const bool isNothing = value.is_number() && value.get<double>() == rule.without;
        if (!isNothing)
            keys += (keys.empty() ? "" : ", ") + std::string(rule.key);
    }
    return keys;
}

} // namespace hl
