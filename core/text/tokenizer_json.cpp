#include "core/text/tokenizer_json.h"

#include "core/base/limits.h"
#include "core/base/shown.h"
#include "core/text/bpe_model.h"
#include "core/text/pipeline.h"
#include "core/text/roles.h"
#include "core/text/tokenizer_json_document.h"
#include "core/text/tokenizer_json_parts.h"
#include "core/text/unigram_model.h"
#include "core/text/wordpiece_model.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace hl {

namespace {

using Json = nlohmann::json;
using ModelResult = Result<std::shared_ptr<const TokenModel>>;

template <class Made>
ModelResult asModel(Made made)
{
    if (!made)
        return tl::unexpected(made.error());
    return *made;
}

const Json& partOf(const Json& root, const char* name)
{
    static const Json absent;
    const auto found = root.find(name);
    return found == root.end() ? absent : *found;
}

/// True if the part or a part of its sequence is of this type.
bool hasType(const Json& part, std::string_view type)
{
    if (part.is_array())
        return std::any_of(part.begin(), part.end(), [&](const Json& one) { return hasType(one, type); });
    if (!part.is_object())
        return false;
    for (const auto& [key, value] : part.items())
        if ((key == "type" && value == type) || (value.is_array() && hasType(value, type)))
            return true;
    return false;
}

ModelResult makeBpe(const JsonPart& part, TokenizerDocument& document, PieceStyle& style)
{
    BpeVocabulary out;
    const auto unknown = part.text("unk_token", "");
    const auto prefix = part.text("continuing_subword_prefix", "");
    const auto suffix = part.text("end_of_word_suffix", "");
    const auto fuses = part.flag("fuse_unk", false);
    const auto hasBytes = part.flag("byte_fallback", false);
    const auto ignores = part.flag("ignore_merges", false);
    for (const auto* text : {&unknown, &prefix, &suffix})
        if (!*text)
            return tl::unexpected(text->error());
    for (const auto* flag : {&fuses, &hasBytes, &ignores})
        if (!*flag)
            return tl::unexpected(flag->error());
    if (!unknown->empty())
        out.unknown = *unknown;
    out.continuingPrefix = style.continuingPrefix = *prefix;
    out.endSuffix = style.endSuffix = *suffix;
    out.fusesUnknown = *fuses;
    out.hasByteFallback = style.hasByteFallback = *hasBytes;
    out.ignoresMerges = *ignores;
    out.pieces = std::move(document.pieces);
    out.merges = std::move(document.merges);
    out.what = part.what();
    return asModel(BpeModel::make(std::move(out)));
}

ModelResult makeUnigram(const JsonPart& part, TokenizerDocument& document, PieceStyle& style)
{
    UnigramVocabulary out;
    const auto hasBytes = part.flag("byte_fallback", false);
    if (!hasBytes)
        return tl::unexpected(hasBytes.error());
    out.hasByteFallback = style.hasByteFallback = *hasBytes;
    if (!partOf(part.json(), "unk_id").is_null()) {
        const auto unknown = part.count("unk_id", 0);
        if (!unknown)
            return tl::unexpected(unknown.error());
        out.unknown = static_cast<TokenId>(*unknown);
    }
    out.pieces = std::move(document.pieces);
    out.scores = std::move(document.scores);
    out.what = part.what();
    return asModel(UnigramModel::make(std::move(out)));
}

/// Old files do not name the type of their model.
std::string typeOf(const JsonPart& part, const TokenizerDocument& document)
{
    const std::string type = part.type();
    if (!type.empty())
        return type;
    if (document.hasScores)
        return "Unigram";
    if (part.json().contains("merges"))
        return "BPE";
    return part.json().contains("continuing_subword_prefix") ? "WordPiece" : "WordLevel";
}

ModelResult makeModel(const JsonPart& part, TokenizerDocument& document, PieceStyle& style)
{
    if (!part.json().is_object())
        return fail(ErrorCode::BadTokenizer, HL_NOOP("core", "%1: has no \"model\": get the file again"), {part.what()});
    const std::string type = typeOf(part, document);
    if (type != "BPE" && type != "WordPiece" && type != "WordLevel" && type != "Unigram")
        return part.unknownType();
    if (document.pieces.count() == 0 || document.hasScores != (type == "Unigram"))
        return part.wrong("vocab");
    if (type == "BPE")
        return makeBpe(part, document, style);
    if (type == "Unigram")
        return makeUnigram(part, document, style);
    const auto unknown = part.text("unk_token", type == "WordPiece" ? "[UNK]" : "<unk>");
    if (!unknown)
        return tl::unexpected(unknown.error());
    if (type == "WordLevel")
        return asModel(WordLevelModel::make(std::move(document.pieces), *unknown, part.what()));
    const auto prefix = part.text("continuing_subword_prefix", "##");
    const auto longest = part.count("max_input_chars_per_word", 100);
    if (!prefix || !longest)
        return tl::unexpected(prefix ? longest.error() : prefix.error());
    style.continuingPrefix = *prefix;
    return asModel(WordPieceModel::make(std::move(document.pieces), *unknown, *prefix, *longest, part.what()));
}

Result<std::vector<SpecialToken>> addedTokensOf(const JsonPart& part)
{
    std::vector<SpecialToken> out;
    if (part.isAbsent())
        return out;
    if (!part.json().is_array() || part.json().size() > limits::vocabularySize)
        return part.wrong("added_tokens");
    for (const Json& json : part.json()) {
        const JsonPart one(json, part.key(), part.what());
        const auto id = json.is_object() ? json.find("id") : json.end();
        if (!json.is_object() || id == json.end() || !id->is_number_unsigned() ||
            id->get<std::uint64_t>() >= limits::vocabularySize)
            return one.wrong("id");
        SpecialToken token;
        const auto content = one.text("content", "");
        if (!content)
            return tl::unexpected(content.error());
        token.content = *content;
        token.id = id->get<TokenId>();
        const std::array<std::pair<const char*, bool*>, 5> flags{{{"single_word", &token.isSingleWord},
                                                                 {"lstrip", &token.takesSpaceBefore},
                                                                 {"rstrip", &token.takesSpaceAfter},
                                                                 {"normalized", &token.isNormalized},
                                                                 {"special", &token.isSpecial}}};
        for (const auto& [name, value] : flags) {
            const auto flag = one.flag(name, false);
            if (!flag)
                return tl::unexpected(flag.error());
            *value = *flag;
        }
        if (token.content.empty())
            return one.wrong("content");
        out.push_back(std::move(token));
    }
    return out;
}

std::string kindOf(const PipelineParts& parts)
{
    std::string out = parts.model->kind();
    if (parts.style.hasByteLetters)
        out = "byte-level " + out;
    else if (parts.style.hasByteFallback)
        out += " with byte fallback";
    return out;
}

} // namespace

Result<std::shared_ptr<const Tokenizer>> makeTokenizerFromJson(std::string_view text, const TokenizerSettings& settings,
                                                               const std::string& what)
{
    auto document = readTokenizerDocument(text, what);
    if (!document)
        return tl::unexpected(document.error());
    const Json& root = document->root;
    PipelineParts parts;
    auto model = makeModel(JsonPart(partOf(root, "model"), "model", what), *document, parts.style);
    if (!model)
        return tl::unexpected(model.error());
    parts.model = std::move(*model);
    auto added = addedTokensOf(JsonPart(partOf(root, "added_tokens"), "added_tokens", what));
    if (!added)
        return tl::unexpected(added.error());
    parts.added = std::move(*added);
    auto normalizer = makeNormalizer(JsonPart(partOf(root, "normalizer"), "normalizer", what));
    if (!normalizer)
        return tl::unexpected(normalizer.error());
    parts.normalizer = std::move(*normalizer);
    auto preTokenizer = makePreTokenizer(JsonPart(partOf(root, "pre_tokenizer"), "pre_tokenizer", what));
    if (!preTokenizer)
        return tl::unexpected(preTokenizer.error());
    parts.preTokenizer = std::move(*preTokenizer);
    auto postProcessor = makePostProcessor(JsonPart(partOf(root, "post_processor"), "post_processor", what));
    if (!postProcessor)
        return tl::unexpected(postProcessor.error());
    parts.postProcessor = std::move(*postProcessor);
    auto decoder = makeDecoder(JsonPart(partOf(root, "decoder"), "decoder", what));
    if (!decoder)
        return tl::unexpected(decoder.error());
    parts.decoder = std::move(*decoder);
    parts.style.hasByteLetters = hasType(partOf(root, "pre_tokenizer"), "ByteLevel") ||
                                 hasType(partOf(root, "normalizer"), "ByteLevel");
    if (!parts.style.hasByteLetters && parts.style.continuingPrefix.empty() && parts.style.endSuffix.empty())
        parts.style.spaceMark = "▁";
    parts.namesAddedAsTyped = parts.style.hasByteLetters;
    parts.kind = kindOf(parts);
    addRoles(settings, parts);
    auto made = Pipeline::make(std::move(parts), what);
    if (!made)
        return tl::unexpected(made.error());
    return *made;
}

} // namespace hl
