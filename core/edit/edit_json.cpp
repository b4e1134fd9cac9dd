#include "core/edit/edit_json.h"

#include "core/base/json.h"
#include "core/base/shown.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <limits>

namespace hl {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array presets{"zero", "identity", "previous-token", "permutation", "random"}; // in the order of WeightPreset
constexpr std::array rules{"uniform", "key", "previous-token"};                               // in the order of PatternRule
constexpr std::array sides{"text", "encoder", "decoder"};                                     // in the order of Side
constexpr const char* forbidden = "-inf";

Json cellsOf(const std::vector<CellValue>& cells)
{
    Json list = Json::array();
    for (const CellValue& cell : cells) {
        const bool isForbidding = std::isinf(cell.value);
        list.push_back({cell.row, cell.col, isForbidding ? Json(forbidden) : Json(cell.value)});
    }
    return list;
}

Json of(const SetCells& edit)
{
    return {{"set", nameOf(edit.step)}, {"cells", cellsOf(edit.cells)}};
}

Json of(const SetWeights& edit)
{
    return {{"set", nameOf(edit.weight)}, {"cells", cellsOf(edit.cells)}};
}

Json of(const FillWeights& edit)
{
    return {{"fill", nameOf(edit.weight)}, {"with", presets[static_cast<std::size_t>(edit.preset)]}, {"seed", edit.seed}};
}

Json of(const ScaleHead& edit)
{
    return {{"scale", headPath(edit.head)}, {"by", edit.factor}};
}

Json of(const ForceHead& edit)
{
    Json json{{"force", headPath(edit.head)}, {"to", rules[static_cast<std::size_t>(edit.pattern.rule)]}};
    if (edit.pattern.rule == PatternRule::OneKey)
        json["key"] = edit.pattern.key;
    return json;
}

Json of(const CopyHead& edit)
{
    return {{"copy", headPath(edit.from)}, {"to", headPath(edit.to)}};
}

Json of(const SwapHeads& edit)
{
    return {{"swap", headPath(edit.first)}, {"with", headPath(edit.second)}};
}

Json of(const SetTemperature& edit)
{
    Json json{{"temperature", edit.temperature}};
    if (edit.head)
        json["head"] = headPath(*edit.head);
    return json;
}

Json of(const ChangeToken& edit)
{
    Json json{{"token", edit.position}, {"text", edit.text ? Json(*edit.text) : Json(nullptr)}};
    if (edit.side != Side::Only)
        json["side"] = sides[static_cast<std::size_t>(edit.side)];
    return json;
}

/// Reads one JSON object, which must outlive it; the first thing that is wrong is remembered.
class Reader
{
public:
    explicit Reader(const nlohmann::json& json)
        : m_json(json)
    {}

    std::optional<EditAction> action()
    {
        if (m_json.contains("set"))
            return cells();
        if (m_json.contains("fill"))
            return FillWeights{weight("fill"), static_cast<WeightPreset>(choice("with", presets)),
                               m_json.contains("seed") ? static_cast<std::uint64_t>(index("seed")) : 1};
        if (m_json.contains("scale"))
            return ScaleHead{head("scale"), number("by")};
        if (m_json.contains("force")) {
            ForcedPattern pattern{static_cast<PatternRule>(choice("to", rules)), 0};
            if (pattern.rule == PatternRule::OneKey)
                pattern.key = index("key");
            return ForceHead{head("force"), pattern};
        }
        if (m_json.contains("copy"))
            return CopyHead{head("copy"), head("to")};
        if (m_json.contains("swap"))
            return SwapHeads{head("swap"), head("with")};
        if (m_json.contains("temperature"))
            return SetTemperature{m_json.contains("head") ? std::optional(head("head")) : std::nullopt, number("temperature")};
        if (m_json.contains("token"))
            return token();
        wrong("set");
        return std::nullopt;
    }

    std::string text(const char* key)
    {
        const auto found = m_json.find(key);
        if (found == m_json.end() || !found->is_string()) {
            wrong(key);
            return {};
        }
        return found->get<std::string>();
    }

    bool flag(const char* key, bool otherwise)
    {
        const auto found = m_json.find(key);
        if (found == m_json.end())
            return otherwise;
        if (!found->is_boolean())
            wrong(key);
        return found->is_boolean() ? found->get<bool>() : otherwise;
    }

    /// The key that is missing or holds the wrong kind of thing.
    const std::string& wrongKey() const { return m_wrong; }
    const std::optional<Error>& error() const { return m_error; }

private:
    void wrong(const char* key)
    {
        if (m_wrong.empty())
            m_wrong = key;
    }

    template <class Value>
    Value taken(Result<Value> result)
    {
        if (result)
            return std::move(*result);
        if (!m_error)
            m_error = result.error();
        return {};
    }

    StepRef head(const char* key) { return taken(parseHead(text(key))); }
    WeightRef weight(const char* key) { return taken(parseWeight(text(key))); }

    double number(const char* key)
    {
        const auto found = m_json.find(key);
        if (found == m_json.end() || !found->is_number()) {
            wrong(key);
            return 0.0;
        }
        return found->get<double>();
    }

    Index index(const char* key)
    {
        const auto found = m_json.find(key);
        if (found == m_json.end() || !found->is_number_integer() || *found < 0) {
            wrong(key);
            return 0;
        }
        return found->get<Index>();
    }

    template <std::size_t N>
    std::size_t choice(const char* key, const std::array<const char*, N>& names)
    {
        const std::string given = text(key);
        for (std::size_t i = 0; i < N; ++i) {
            if (given == names[i])
                return i;
        }
        wrong(key);
        return 0;
    }

    EditAction cells()
    {
        const std::string path = text("set");
        std::vector<CellValue> values;
        const auto list = m_json.find("cells");
        if (list == m_json.end() || !list->is_array() || list->empty())
            wrong("cells");
        else
            for (const auto& one : *list)
                values.push_back(cell(one));
        if (path.ends_with(".weight") || path.ends_with(".bias"))
            return SetWeights{taken(parseWeight(path)), std::move(values)};
        return SetCells{taken(parseStep(path)), std::move(values)};
    }

    CellValue cell(const nlohmann::json& one)
    {
        const bool isCell = one.is_array() && one.size() == 3 && one[0].is_number_integer() && one[1].is_number_integer();
        if (isCell && one[2].is_number())
            return {one[0].get<Index>(), one[1].get<Index>(), one[2].get<double>()};
        if (isCell && one[2] == forbidden)
            return {one[0].get<Index>(), one[1].get<Index>(), -std::numeric_limits<double>::infinity()};
        wrong("cells");
        return {};
    }

    EditAction token()
    {
        ChangeToken change{Side::Only, index("token"), std::nullopt};
        if (m_json.contains("side"))
            change.side = static_cast<Side>(choice("side", sides));
        if (!m_json.contains("text"))
            wrong("text");
        else if (!m_json.at("text").is_null())
            change.text = text("text");
        return change;
    }

    const nlohmann::json& m_json;
    std::string m_wrong;
    std::optional<Error> m_error;
};

} // namespace

std::string editsToJson(const Edits& edits)
{
    std::string out = "[";
    for (const Edit& edit : edits) {
        Json json = std::visit([](const auto& action) { return of(action); }, edit.action);
        if (!edit.isOn)
            json["on"] = false;
        if (!edit.name.empty())
            json["name"] = edit.name;
        out += (out.size() > 1 ? ",\n " : "\n ") + json.dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    return out + (edits.empty() ? "]" : "\n]") + "\n";
}

Result<Edits> editsFromJson(std::string_view text, std::string_view what)
{
    const auto json = parseJson(text, {}, what);
    if (!json)
        return tl::unexpected(json.error());
    const std::string file(what);
    if (!json->is_array())
        return fail(ErrorCode::BadInput, HL_NOOP("core", "%1: expected a list of edits, [{\"scale\": \"blocks.0.attn.1\", \"by\": 0}] for example."),
                    {file});
    Edits edits;
    for (std::size_t i = 0; i < json->size(); ++i) {
        const auto& one = (*json)[i];
        if (!one.is_object())
            return fail(ErrorCode::BadInput, HL_NOOP("core", "%1: edit %2 is no object."), {file, std::to_string(i)});
        Reader reader(one);
        auto action = reader.action();
        const bool isOn = reader.flag("on", true);
        std::string name = one.contains("name") ? reader.text("name") : std::string();
        if (!reader.wrongKey().empty())
            return fail(ErrorCode::BadInput, HL_NOOP("core", "%1: edit %2 says nothing sensible under \"%3\"; the manual lists what an edit may say."),
                        {file, std::to_string(i), reader.wrongKey()});
        if (reader.error())
            return tl::unexpected(*reader.error());
        edits.push_back({std::move(*action), isOn, std::move(name)});
    }
    return edits;
}

} // namespace hl
