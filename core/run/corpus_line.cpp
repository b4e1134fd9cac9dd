#include "core/run/corpus_line.h"

#include "core/base/json.h"
#include "core/text/unicode.h"

#include <nlohmann/json.hpp>

namespace hl {

namespace {

struct Names
{
    const char* name;
    const char* words;
};

constexpr std::array<Names, lineProblemCount> table{{
    {"empty", "empty"},
    {"too_long", "too long"},
    {"bad_utf8", "not UTF-8"},
    {"bad_json", "not JSON"},
    {"no_text", "without the field of the text"},
    {"refused", "refused by the model"},
}};

bool isBlank(std::string_view text)
{
    return text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos;
}

/// Nothing where the field is missing or no string.
std::optional<std::string> fieldOf(const nlohmann::json& object, const std::string& name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? std::optional(found->get<std::string>()) : std::nullopt;
}

} // namespace

const char* nameOf(LineProblem problem)
{
    return table[static_cast<std::size_t>(problem)].name;
}

const char* wordsFor(LineProblem problem)
{
    return table[static_cast<std::size_t>(problem)].words;
}

tl::expected<CorpusText, LineProblem> readCorpusLine(std::string_view line, CorpusFormat format, const std::string& field)
{
    const auto problem = [](LineProblem p) { return tl::unexpected(p); };
    if (line.size() > longestCorpusLine)
        return problem(LineProblem::TooLong);
    if (!isValidUtf8(line))
        return problem(LineProblem::BadUtf8);
    if (isBlank(line))
        return problem(LineProblem::Empty);
    CorpusText out;
    if (format == CorpusFormat::Text) {
        out.text = line;
        return out;
    }
    const auto json = parseJson(line, {.bytes = longestCorpusLine}, "line");
    if (!json)
        return problem(LineProblem::BadJson);
    if (json->is_string()) {
        out.text = json->get<std::string>();
    } else if (json->is_object()) {
        auto text = fieldOf(*json, field);
        if (!text)
            return problem(LineProblem::NoText);
        out.text = std::move(*text);
        out.target = fieldOf(*json, "target");
    } else {
        return problem(LineProblem::NoText);
    }
    if (isBlank(out.text))
        return problem(LineProblem::Empty);
    if (out.target && isBlank(*out.target))
        out.target.reset();
    return out;
}

} // namespace hl
