#include "core/model/model_card.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hl {

namespace {

constexpr double mostCases = 1e9;

/// Reads one key after the other into a role; the first wrong one is the error.
class RoleReader
{
public:
    explicit RoleReader(const ConfigReader& entry)
        : m_entry(entry)
    {}

    template <class T, class V>
    RoleReader& take(T& target, Result<V> value)
    {
        if (!m_ok)
            return *this;
        if (value)
            target = static_cast<T>(std::move(*value));
        else
            m_ok = tl::unexpected(value.error());
        return *this;
    }

    Result<HeadRole> read()
    {
        HeadRole role;
        std::string step;
        take(step, m_entry.string("step")).take(role.role, m_entry.string("role"));
        take(role.score, m_entry.real("score", 0.0, 1.0));
        if (m_entry.has("baseline_shift"))
            take(role.baselineShift.emplace(), m_entry.real("baseline_shift", 0.0, 1.0));
        take(role.baselineUniform, m_entry.real("baseline_uniform", 0.0, 1.0));
        take(role.cases, m_entry.integer("n", 1, static_cast<std::int64_t>(mostCases)));
        take(role.ablationDrop, m_entry.real("ablation_drop", -1.0, 1.0));
        take(role.ablationProbe, m_entry.stringOr("ablation_probe", ""));
        take(role.origin, m_entry.string("origin"));
        take(role.seeds, m_entry.integerOr("seed_count", 1, 1000000, 1));
        if (!m_ok)
            return tl::unexpected(m_ok.error());
        const auto ref = parseStep(step);
        if (!ref || ref->step != Step::Pattern)
            return fail(ErrorCode::BadConfig,
                        HL_NOOP("core", "config.json: \"heads\" names \"%1\", expected a pattern like blocks.0.attn.1.pattern."),
                        {step});
        role.pattern = *ref;
        return role;
    }

private:
    const ConfigReader& m_entry;
    Result<void> m_ok;
};

tl::unexpected<Error> failList(const char* key)
{
    return fail(ErrorCode::BadConfig, HL_NOOP("core", "config.json: \"%1\" has an entry that is not of the expected kind."), {key});
}

} // namespace

Result<ModelCard> readModelCard(const ConfigReader& config)
{
    ModelCard card;
    if (config.has("heads") && config.raw()["heads"].is_array()) {
        for (const nlohmann::json& entry : config.raw()["heads"]) {
            if (!entry.is_object())
                return failList("heads");
            const ConfigReader reader(entry, config.what());
            auto role = RoleReader(reader).read();
            if (!role)
                return tl::unexpected(role.error());
            card.heads.push_back(std::move(*role));
        }
    }
    if (config.has("notes")) {
        for (const nlohmann::json& note : config.raw()["notes"]) {
            if (!note.is_string())
                return failList("notes");
            card.notes.push_back(note.get<std::string>());
        }
    }
    if (config.has("training")) {
        const auto training = config.object("training");
        if (!training)
            return tl::unexpected(training.error());
        auto text = training->stringOr("text", "");
        auto recipe = training->stringOr("recipe", "");
        const auto seed = training->integerOr("seed", 0, 1'000'000'000, 0);
        for (const auto* value : {&text, &recipe}) {
            if (!*value)
                return tl::unexpected(value->error());
        }
        if (!seed)
            return tl::unexpected(seed.error());
        card.text = std::move(*text);
        card.recipe = std::move(*recipe);
        card.seed = static_cast<int>(*seed);
    }
    return card;
}

std::vector<HeadRole> rolesOf(const ModelCard& card, const StepRef& pattern)
{
    std::vector<HeadRole> roles;
    std::copy_if(card.heads.begin(), card.heads.end(), std::back_inserter(roles),
                 [&](const HeadRole& role) { return role.pattern == pattern; });
    std::stable_sort(roles.begin(), roles.end(), [](const HeadRole& a, const HeadRole& b) { return a.score > b.score; });
    return roles;
}

} // namespace hl
