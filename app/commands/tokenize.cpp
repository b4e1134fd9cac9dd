#include "app/commands/command.h"

#include "app/commands/strings_file.h"
#include "core/base/shown.h"
#include "core/model/builtin.h"
#include "core/run/open_model.h"
#include "core/text/load.h"
#include "core/text/unicode.h"

#include <nlohmann/json.hpp>

#include <array>
#include <filesystem>

namespace hl {

namespace {

constexpr std::array options{
    OptionInfo{"--model", "M", "a folder with a model or with a tokenizer's files alone, or a built-in model", true},
    OptionInfo{"--text", "T", "the text"},
    OptionInfo{"--file", "STRINGS.json", "an array of texts; a pair is an array of two"},
    OptionInfo{"--pair", "T2", "the second text of a pair"},
    OptionInfo{"--no-special", "", "without the tokens that the tokenizer adds, [CLS] and the like"},
};

Result<std::shared_ptr<const Tokenizer>> openTokenizer(const std::string& name)
{
    std::error_code none;
    if (findBuiltin(name) == nullptr && std::filesystem::is_directory(name, none)) {
        auto tokenizer = loadTokenizer(name);
        if (tokenizer || !std::filesystem::exists(std::filesystem::path(name) / "config.json", none))
            return tokenizer;
        // Headlight's own models keep their words elsewhere; if the model has none either, the first reason counts.
        const auto model = loadModel(name);
        return model && (*model)->tokenizer() ? Result<std::shared_ptr<const Tokenizer>>((*model)->sharedTokenizer())
                                              : tokenizer;
    }
    const auto model = findModel(name);
    if (!model)
        return tl::unexpected(model.error());
    return (*model)->sharedTokenizer();
}

/// Every token with the text it belongs to as its segment; offsets count in that text.
Tokens tokensOf(const Tokenizer& tokenizer, const TextOrPair& text, bool withSpecial)
{
    if (withSpecial)
        return text.second ? tokenizer.encodeForModel(text.first, std::string_view(*text.second))
                           : tokenizer.encodeForModel(text.first);
    Tokens tokens = tokenizer.encode(text.first);
    if (text.second) {
        for (Token& token : tokenizer.encode(*text.second)) {
            token.segment = token.sequence = 1;
            tokens.push_back(std::move(token));
        }
    }
    return tokens;
}

std::string lineOf(const Tokenizer& tokenizer, const TextOrPair& text, bool withSpecial)
{
    const TextOrPair clean{sanitise(text.first), text.second ? std::optional(sanitise(*text.second)) : std::nullopt};
    const std::array maps{OffsetMap(clean.first), OffsetMap(clean.second.value_or(std::string()))};
    nlohmann::ordered_json json;
    for (const char* name : {"ids", "tokens", "offsets"})
        json[name] = nlohmann::json::array();
    for (const Token& token : tokensOf(tokenizer, clean, withSpecial)) {
        const OffsetMap& map = maps[token.sequence == 0 ? 0 : 1];
        json["ids"].push_back(token.id);
        json["tokens"].push_back(token.piece);
        const int begin = token.isSpecial ? 0 : map.codePointOf(token.begin);
        const int end = token.isSpecial ? 0 : map.codePointOf(token.end);
        json["offsets"].push_back(std::array{begin, end});
        if (text.second)
            json["token_type_ids"].push_back(tokenizer.usesTokenTypes() ? token.segment : 0);
    }
    if (text.second && !json.contains("token_type_ids"))
        json["token_type_ids"] = nlohmann::json::array();
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

Outcome run(const Options& given)
{
    if (given.has("--text") == given.has("--file"))
        return misuse("Give either a text with --text or texts with --file.");
    if (given.has("--file") && given.has("--pair"))
        return misuse("--pair goes with --text; in a file, a pair is an array of two texts.");
    const auto tokenizer = openTokenizer(given.valueOr("--model", ""));
    if (!tokenizer)
        return failure(tokenizer);
    if (*tokenizer == nullptr)
        return tl::unexpected(Failure(
            Error{ErrorCode::BadTokenizer, {HL_NOOP("core", "The model %1 has no tokenizer."), {given.valueOr("--model", "")}}}));

    std::vector<TextOrPair> texts{{given.valueOr("--text", ""), given.value("--pair")}};
    if (const auto path = given.value("--file")) {
        auto read = readStringsFile(*path);
        if (!read)
            return failure(read);
        texts = std::move(*read);
    }
    const bool withSpecial = !given.has("--no-special");
    Output out;
    for (const TextOrPair& text : texts) {
        if (text.second && withSpecial && !(*tokenizer)->takesPairs())
            return tl::unexpected(Failure(Error{
                ErrorCode::BadInput,
                {HL_NOOP("core", "This tokenizer (%1) joins no pairs: give the texts one by one or add --no-special."),
                 {(*tokenizer)->kind()}}}));
        out.text += lineOf(**tokenizer, text, withSpecial);
    }
    return out;
}

} // namespace

Command tokenizeCommand()
{
    return {"tokenize", "the tokens of texts, a JSON object a line",
            "--model M (--text T [--pair T2] | --file STRINGS.json) [--no-special]", options, run};
}

} // namespace hl
