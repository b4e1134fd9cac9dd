#include "core/text/tokenizer_settings.h"

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/limits.h"
#include "core/base/shown.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <unordered_map>

namespace hl {

namespace {

using Json = nlohmann::json;

constexpr const char* kRoles[] = {"bos_token", "eos_token", "unk_token", "sep_token",
                                  "cls_token", "pad_token", "mask_token"};

/// An optional file: an empty object where it is absent.
Result<Json> readOptional(const std::filesystem::path& path)
{
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        return Json::object();
    return readJsonObject(path, limits::configFile);
}

bool flagOf(const Json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

/// A token is written as a string or as an object with its content and options.
std::optional<SpecialToken> readToken(const Json& value)
{
    SpecialToken out;
    if (value.is_string()) {
        out.content = value.get<std::string>();
        out.isPlainText = true;
    } else if (value.is_object() && value.contains("content") && value["content"].is_string()) {
        out.content = value["content"].get<std::string>();
        out.takesSpaceBefore = flagOf(value, "lstrip");
        out.takesSpaceAfter = flagOf(value, "rstrip");
        out.isSingleWord = flagOf(value, "single_word");
    }
    if (out.content.empty() || out.content.size() > limits::tokenPiece)
        return std::nullopt;
    return out;
}

Result<void> readRoles(const Json& object, const char* file, TokenizerSettings& out)
{
    for (const char* name : kRoles) {
        const auto found = object.find(name);
        if (found == object.end() || found->is_null() || out.roles.contains(name))
            continue;
        const std::optional<SpecialToken> token = readToken(*found);
        if (!token)
            return fail(ErrorCode::BadTokenizer,
                        HL_NOOP("core", "%1: \"%2\" must be a text of 1 to 4096 bytes: correct it"),
                        {file, name});
        out.roles.emplace(name, *token);
    }
    const auto more = object.find("additional_special_tokens");
    if (more != object.end() && more->is_array())
        for (const Json& value : *more)
            if (const std::optional<SpecialToken> token = readToken(value))
                out.additional.push_back(token->content);
    return {};
}

Result<void> addAdded(SpecialToken token, std::uint64_t id, const char* file, TokenizerSettings& out)
{
    if (id >= limits::vocabularySize)
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "%1: token \"%2\" has id %3, ids end at 1048575: correct it"),
                    {file, shown(token.content), std::to_string(id)});
    token.id = static_cast<TokenId>(id);
    out.added.push_back(std::move(token));
    return {};
}

Result<void> readAdded(const Json& config, const Json& addedTokens, TokenizerSettings& out)
{
    const auto decoder = config.find("added_tokens_decoder");
    if (decoder != config.end() && decoder->is_object()) {
        for (const auto& [key, value] : decoder->items()) {
            std::uint64_t id = 0;
            const auto parsed = std::from_chars(key.data(), key.data() + key.size(), id);
            const std::optional<SpecialToken> token = readToken(value);
            if (parsed.ec != std::errc() || parsed.ptr != key.data() + key.size() || !token)
                return fail(
                    ErrorCode::BadTokenizer,
                    HL_NOOP("core",
                            "tokenizer_config.json: \"added_tokens_decoder\" has the entry \"%1\", which "
                            "is not an id with a text: correct it"),
                    {shown(key)});
            if (auto added = addAdded(*token, id, "tokenizer_config.json", out); !added)
                return added;
        }
    }
    for (const auto& [content, value] : addedTokens.items()) {
        const bool known = std::any_of(out.added.begin(), out.added.end(),
                                       [&content = content](const SpecialToken& token) { return token.content == content; });
        if (known)
            continue;
        const std::optional<SpecialToken> token = readToken(content);
        if (!token || !value.is_number_unsigned())
            return fail(
                ErrorCode::BadTokenizer,
                HL_NOOP("core", "added_tokens.json: \"%1\" must have an id from 0 to 1048575: correct it"),
                {shown(content)});
        if (auto added = addAdded(*token, value.get<std::uint64_t>(), "added_tokens.json", out); !added)
            return added;
    }
    return {};
}

std::string textOf(const Json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

} // namespace

std::string TokenizerSettings::role(const std::string& name, const std::string& otherwise) const
{
    const auto found = roles.find(name);
    return found == roles.end() ? otherwise : found->second.content;
}

Result<bool> TokenizerSettings::flag(const std::string& name, bool otherwise) const
{
    const auto found = config.find(name);
    if (found == config.end() || found->is_null())
        return otherwise;
    if (!found->is_boolean())
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "tokenizer_config.json: \"%1\" must be true or false: correct it"),
                    {name});
    return found->get<bool>();
}

Result<Json> readJsonObject(const std::filesystem::path& path, std::uint64_t maxBytes)
{
    const Result<std::string> text = readTextFile(path, maxBytes);
    if (!text)
        return tl::unexpected(text.error());
    Result<Json> parsed = parseJson(*text, JsonLimits{.bytes = maxBytes}, shownPath(path));
    if (parsed && !parsed->is_object())
        return fail(ErrorCode::BadJson, HL_NOOP("core", "%1: is not a JSON object: download the file again"),
                    {shownPath(path)});
    return parsed;
}

Result<TokenizerSettings> readTokenizerSettings(const std::filesystem::path& folder)
{
    TokenizerSettings out;
    Json files[4];
    const char* const names[4] = {"tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
                                  "config.json"};
    for (int i = 0; i < 4; ++i) {
        auto read = readOptional(folder / names[i]);
        if (!read)
            return tl::unexpected(read.error());
        files[i] = std::move(*read);
    }
    out.tokenizerClass = textOf(files[0], "tokenizer_class");
    if (out.tokenizerClass.ends_with("Fast"))
        out.tokenizerClass.resize(out.tokenizerClass.size() - 4);
    out.modelType = textOf(files[3], "model_type");
    for (int i = 0; i < 2; ++i)
        if (auto roles = readRoles(files[i], names[i], out); !roles)
            return tl::unexpected(roles.error());
    if (auto added = readAdded(files[0], files[2], out); !added)
        return tl::unexpected(added.error());
    out.config = std::move(files[0]);
    return out;
}

Result<void> addPieces(std::vector<std::string>& pieces, const std::vector<SpecialToken>& added)
{
    for (const SpecialToken& token : added) {
        const auto id = static_cast<std::size_t>(token.id);
        if (id >= pieces.size())
            pieces.resize(id + 1);
        if (!pieces[id].empty() && pieces[id] != token.content)
            return fail(ErrorCode::BadTokenizer,
                        HL_NOOP("core",
                                "id %1 is both \"%2\" in the vocabulary and \"%3\" among the added tokens: "
                                "correct one of them"),
                        {std::to_string(token.id), shown(pieces[id]), shown(token.content)});
        pieces[id] = token.content;
    }
    const auto gap = std::find(pieces.begin(), pieces.end(), std::string());
    if (gap != pieces.end())
        return fail(
            ErrorCode::BadTokenizer,
            HL_NOOP("core", "no piece has the id %1, but a larger id is used: ids must be 0, 1, 2 and so on"),
            {std::to_string(gap - pieces.begin())});
    return {};
}

std::vector<SpecialToken> specialTokensOf(const TokenizerSettings& settings,
                                          const std::vector<std::string>& pieces)
{
    std::vector<SpecialToken> out = settings.added;
    std::unordered_map<std::string, SpecialToken> wanted;
    for (const auto& [name, token] : settings.roles)
        wanted.emplace(token.content, token);
    for (const std::string& content : settings.additional)
        wanted.emplace(content, SpecialToken{content});
    for (std::size_t id = 0; id < pieces.size(); ++id) {
        const auto found = wanted.find(pieces[id]);
        if (found == wanted.end())
            continue;
        out.push_back(found->second);
        out.back().id = static_cast<TokenId>(id);
    }
    return out;
}

} // namespace hl
