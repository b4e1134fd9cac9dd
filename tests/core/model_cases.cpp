#include "core/model_cases.h"

#include "core/model/load.h"
#include "core/output/npz.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <fstream>
#include <sstream>

namespace shipped {

namespace {

constexpr std::int64_t kNone = 65535;

/// The arrays of one file, as whole numbers.
class Arrays
{
public:
    explicit Arrays(const std::filesystem::path& path)
    {
        auto arrays = hl::readNpz(path);
        if (!arrays)
            qFatal("%s", arrays.error().english().c_str());
        m_arrays = std::move(*arrays);
    }
    [[nodiscard]] bool has(const std::string& name) const { return m_arrays.count(name) > 0; }
    [[nodiscard]] std::vector<std::int64_t> operator[](const std::string& name) const
    {
        if (!has(name))
            qFatal("there is no array \"%s\"", name.c_str());
        return *m_arrays.at(name).toInts();
    }
    [[nodiscard]] std::vector<std::string> lines(const std::string& name) const
    {
        std::string text;
        for (const std::int64_t c : (*this)[name])
            text += static_cast<char>(c);
        std::istringstream stream(text);
        std::vector<std::string> out;
        for (std::string line; std::getline(stream, line);)
            out.push_back(line);
        return out;
    }

private:
    hl::NpyArrays m_arrays;
};

/// Lists one after the other, cut at `starts`.
std::vector<std::vector<hl::TokenId>> cut(const std::vector<std::int64_t>& all, const std::vector<std::int64_t>& starts)
{
    std::vector<std::vector<hl::TokenId>> out;
    for (std::size_t i = 0; i + 1 < starts.size(); ++i)
        out.emplace_back(all.begin() + starts[i], all.begin() + starts[i + 1]);
    return out;
}

} // namespace

std::vector<Arc> positionArcs(const std::vector<std::vector<hl::TokenId>>& stories)
{
    std::vector<Arc> out;
    for (std::size_t story = 0; story < stories.size(); ++story) {
        const auto& ids = stories[story];
        const auto count = static_cast<hl::Index>(ids.size());
        for (hl::Index row = 0; row < count; ++row) {
            if (row >= 2)
                out.push_back({story, "previous", row, row - 1, row - 1, false});
            if (row + 1 < count)
                out.push_back({story, "next", row, row + 1, row + 1, false});
            bool isMore = false;
            for (hl::Index column = 1; column <= row; ++column) {
                if (ids[static_cast<std::size_t>(column - 1)] != ids[static_cast<std::size_t>(row)])
                    continue;
                out.push_back({story, "induction", row, column, column, isMore});
                isMore = true;
            }
        }
    }
    return out;
}

std::filesystem::path root()
{
    return std::filesystem::path(HEADLIGHT_TEST_DATA).parent_path().parent_path() / "resources" / "models";
}

Cases readCases(const std::string& name)
{
    const Arrays arrays(root() / name / "cases.npz");
    Cases cases;
    cases.stories = cut(arrays["tokens"], arrays["starts"]);
    const auto wrongSets = cut(arrays["wrong"], arrays["wrong_starts"]);
    const auto kinds = arrays.lines("kinds");
    const auto relations = arrays.lines("relations");
    const auto story = arrays["probe_story"];
    const auto position = arrays["probe_position"];
    const auto kind = arrays["probe_kind"];
    const auto right = arrays["probe_right"];
    const auto wrong = arrays["probe_wrong"];
    for (std::size_t i = 0; i < story.size(); ++i) {
        cases.probes.push_back({static_cast<std::size_t>(story[i]), position[i], kinds.at(static_cast<std::size_t>(kind[i])),
                                static_cast<hl::TokenId>(right[i]), {}});
        if (wrong[i] != kNone)
            cases.probes.back().wrong = wrongSets.at(static_cast<std::size_t>(wrong[i]));
    }
    const auto arcStory = arrays["arc_story"];
    const auto relation = arrays["arc_relation"];
    const auto row = arrays["arc_row"];
    const auto first = arrays["arc_first"];
    const auto last = arrays["arc_last"];
    for (std::size_t i = 0; i < arcStory.size(); ++i)
        cases.arcs.push_back({static_cast<std::size_t>(arcStory[i]), relations.at(static_cast<std::size_t>(relation[i])), row[i],
                              first[i], last[i], false});
    if (arrays.has("feeling")) {
        for (const std::int64_t feeling : arrays["feeling"])
            cases.feelings.push_back(feeling == kNone ? -1 : static_cast<int>(feeling));
    }
    return cases;
}

std::shared_ptr<const hl::Model> load(const std::string& name)
{
    auto model = hl::loadModel(root() / name);
    if (!model)
        qFatal("%s", model.error().english().c_str());
    return *model;
}

nlohmann::json list()
{
    std::ifstream file(root() / "models.json");
    return nlohmann::json::parse(file).at("models");
}

namespace {

nlohmann::json config(const std::string& name)
{
    std::ifstream file(root() / name / "config.json");
    return nlohmann::json::parse(file);
}

} // namespace

nlohmann::json heads(const std::string& name)
{
    return config(name).at("heads");
}

nlohmann::json training(const std::string& name)
{
    return config(name).at("training");
}

} // namespace shipped
