#include "core/base/limits.h"
#include "core/text/tokenizer_json_parts.h"

#include <nlohmann/json.hpp>

#include <optional>

namespace hl {

namespace {

using Json = nlohmann::json;

/// An id that a file may name.
std::optional<TokenId> idOf(const Json& value)
{
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() >= limits::vocabularySize)
        return std::nullopt;
    return value.get<TokenId>();
}

/// ["[CLS]", 101]
std::optional<TemplateToken> pairOf(const Json& object, const char* name)
{
    const auto found = object.find(name);
    if (found == object.end() || !found->is_array() || found->size() != 2 || !(*found)[0].is_string())
        return std::nullopt;
    const auto id = idOf((*found)[1]);
    return id ? std::optional(TemplateToken{{*id}, {(*found)[0].get<std::string>()}}) : std::nullopt;
}

/// {"id": "[CLS]", "ids": [101], "tokens": ["[CLS]"]}
std::optional<TemplateToken> specialOf(const Json& specials, const std::string& name)
{
    const auto found = specials.find(name);
    if (found == specials.end() || !found->is_object() || !found->contains("ids") || !(*found)["ids"].is_array())
        return std::nullopt;
    TemplateToken out;
    const Json names = found->value("tokens", Json::array());
    for (const Json& one : (*found)["ids"]) {
        const auto id = idOf(one);
        const std::size_t place = out.ids.size();
        if (!id || !names.is_array() || place >= names.size() || !names[place].is_string())
            return std::nullopt;
        out.ids.push_back(*id);
        out.pieces.push_back(names[place].get<std::string>());
    }
    return out;
}

std::optional<TemplatePlace> placeOf(const Json& json, const Json& specials)
{
    if (!json.is_object() || json.size() != 1 || !json.begin()->is_object())
        return std::nullopt;
    const Json& inner = *json.begin();
    const auto type = inner.find("type_id");
    const auto name = inner.find("id");
    if (name == inner.end() || !name->is_string())
        return std::nullopt;
    TemplatePlace out;
    if (type != inner.end()) {
        const auto read = idOf(*type);
        if (!read)
            return std::nullopt;
        out.type = *read;
    }
    if (json.contains("Sequence")) {
        if (*name != "A" && *name != "B")
            return std::nullopt;
        out.sequence = *name == "A" ? 0 : 1;
        return out;
    }
    auto token = json.contains("SpecialToken") ? specialOf(specials, name->get<std::string>()) : std::nullopt;
    if (!token)
        return std::nullopt;
    out.token = std::move(*token);
    return out;
}

Result<std::vector<TemplatePlace>> templateOf(const JsonPart& part, const char* name)
{
    const auto list = part.list(name);
    if (!list)
        return tl::unexpected(list.error());
    const Json specials = part.json().value("special_tokens", Json::object());
    std::vector<TemplatePlace> out;
    for (const Json& one : *list) {
        auto place = specials.is_object() ? placeOf(one, specials) : std::nullopt;
        if (!place)
            return part.wrong(name);
        out.push_back(std::move(*place));
    }
    return out;
}

TemplatePlace text(int sequence, int type)
{
    return {sequence, {}, type, false};
}

TemplatePlace special(const TemplateToken& token, int type)
{
    return {-1, token, type, false};
}

Result<PostProcessor> makeBert(const JsonPart& part, bool isRoberta)
{
    const auto cls = pairOf(part.json(), "cls");
    const auto sep = pairOf(part.json(), "sep");
    if (!cls || !sep)
        return part.wrong(cls ? "sep" : "cls");
    std::vector<TemplatePlace> single{special(*cls, 0), text(0, 0), special(*sep, 0)};
    std::vector<TemplatePlace> pair = single;
    if (isRoberta)
        pair.push_back(special(*sep, 0));
    pair.push_back(text(1, isRoberta ? 0 : 1));
    pair.push_back(special(*sep, isRoberta ? 0 : 1));
    PostProcessor frame = templateProcessor(std::move(single), std::move(pair));
    if (!isRoberta)
        return frame;
    const auto trims = part.flag("trim_offsets", true);
    const auto addsPrefix = part.flag("add_prefix_space", true);
    if (!trims || !addsPrefix)
        return tl::unexpected(trims ? addsPrefix.error() : trims.error());
    std::vector<PostProcessor> parts;
    if (*trims)
        parts.push_back(trimOffsets(*addsPrefix));
    parts.push_back(withoutTypes());
    parts.push_back(std::move(frame));
    return sequence(std::move(parts));
}

} // namespace

Result<PostProcessor> makePostProcessor(const JsonPart& part)
{
    if (part.isAbsent())
        return PostProcessor();
    const std::string type = part.type();
    if (type == "Sequence") {
        const auto list = part.list("processors");
        if (!list)
            return tl::unexpected(list.error());
        std::vector<PostProcessor> parts;
        for (const Json& one : *list) {
            auto made = makePostProcessor(JsonPart(one, part.key(), part.what()));
            if (!made)
                return made;
            if (*made)
                parts.push_back(std::move(*made));
        }
        return sequence(std::move(parts));
    }
    if (type == "BertProcessing" || type == "RobertaProcessing")
        return makeBert(part, type == "RobertaProcessing");
    if (type == "TemplateProcessing") {
        auto single = templateOf(part, "single");
        auto pair = templateOf(part, "pair");
        if (!single || !pair)
            return tl::unexpected(single ? pair.error() : single.error());
        return templateProcessor(std::move(*single), std::move(*pair));
    }
    if (type == "ByteLevel") {
        const auto trims = part.flag("trim_offsets", true);
        const auto addsPrefix = part.flag("add_prefix_space", true);
        if (!trims || !addsPrefix)
            return tl::unexpected(trims ? addsPrefix.error() : trims.error());
        return *trims ? trimOffsets(*addsPrefix) : PostProcessor();
    }
    return part.unknownType();
}

} // namespace hl
