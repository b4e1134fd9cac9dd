#include "core/text/tokenizer_json_parts.h"

#include "core/base/limits.h"
#include "core/text/base64.h"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

namespace hl {

namespace {

/// Makes every part of a sequence and joins them.
template <class Made>
Result<Made> makeSequence(const JsonPart& part, const char* name, Result<Made> (*make)(const JsonPart&))
{
    const auto list = part.list(name);
    if (!list)
        return tl::unexpected(list.error());
    std::vector<Made> parts;
    for (const nlohmann::json& one : *list) {
        auto made = make(JsonPart(one, part.key(), part.what()));
        if (!made)
            return made;
        if (*made)
            parts.push_back(std::move(*made));
    }
    return sequence(std::move(parts));
}

Result<Normalizer> makeReplace(const JsonPart& part)
{
    auto pattern = makePattern(part, "pattern");
    const auto content = part.text("content", "");
    if (!pattern || !content)
        return tl::unexpected((pattern ? content.error() : pattern.error()));
    return replace(std::move(*pattern), *content);
}

Result<Normalizer> makeBertNormalizer(const JsonPart& part)
{
    BertCleaning out;
    const std::array<std::pair<const char*, bool*>, 3> flags{{{"clean_text", &out.cleanText},
                                                             {"handle_chinese_chars", &out.spaceHan},
                                                             {"lowercase", &out.lowerCase}}};
    for (const auto& [name, value] : flags) {
        const auto read = part.flag(name, *value);
        if (!read)
            return tl::unexpected(read.error());
        *value = *read;
    }
    const auto found = part.json().find("strip_accents");
    if (found != part.json().end() && !found->is_null()) {
        const auto strips = part.flag("strip_accents", false);
        if (!strips)
            return tl::unexpected(strips.error());
        out.stripAccents = *strips;
    }
    return bertNormalizer(out);
}

Result<Normalizer> makePrecompiled(const JsonPart& part)
{
    const auto found = part.json().find("precompiled_charsmap");
    if (found == part.json().end() || found->is_null())
        return Normalizer();
    const auto bytes = found->is_string() ? decodeBase64(found->get_ref<const std::string&>()) : std::nullopt;
    if (!bytes)
        return part.wrong("precompiled_charsmap");
    auto charsmap = Charsmap::make(*bytes);
    if (!charsmap)
        return tl::unexpected(charsmap.error());
    return precompiled(std::move(*charsmap));
}

Result<CutBehaviour> behaviourOf(const JsonPart& part, const char* otherwise)
{
    const auto name = part.text("behavior", otherwise);
    if (!name)
        return tl::unexpected(name.error());
    constexpr std::array<std::pair<const char*, CutBehaviour>, 5> known{
        {{"Removed", CutBehaviour::Removed},
         {"Isolated", CutBehaviour::Isolated},
         {"MergedWithPrevious", CutBehaviour::MergedWithPrevious},
         {"MergedWithNext", CutBehaviour::MergedWithNext},
         {"Contiguous", CutBehaviour::Contiguous}}};
    for (const auto& [text, behaviour] : known)
        if (*name == text)
            return behaviour;
    return part.wrong("behavior");
}

Result<PreTokenizer> makeSplit(const JsonPart& part)
{
    const auto pattern = makePattern(part, "pattern");
    const auto behaviour = behaviourOf(part, "");
    const auto isInverted = part.flag("invert", false);
    if (!pattern)
        return tl::unexpected(pattern.error());
    if (!behaviour || !isInverted)
        return tl::unexpected(behaviour ? isInverted.error() : behaviour.error());
    return splitAt(*isInverted ? pattern->inverted() : *pattern, *behaviour);
}

Result<PreTokenizer> makeMetaspace(const JsonPart& part)
{
    const auto mark = part.text("replacement", "▁");
    const auto addsPrefix = part.flag("add_prefix_space", true);
    const auto splits = part.flag("split", true);
    const auto scheme = part.text("prepend_scheme", "");
    if (!mark || !scheme)
        return tl::unexpected(mark ? scheme.error() : mark.error());
    if (!addsPrefix || !splits)
        return tl::unexpected(addsPrefix ? splits.error() : addsPrefix.error());
    if (mark->empty())
        return part.wrong("replacement");
    PrependScheme found = *addsPrefix ? PrependScheme::Always : PrependScheme::Never;
    if (*scheme == "first")
        found = PrependScheme::First;
    else if (*scheme == "never")
        found = PrependScheme::Never;
    else if (*scheme == "always")
        found = PrependScheme::Always;
    else if (!scheme->empty())
        return part.wrong("prepend_scheme");
    return metaspace(*mark, found, *splits);
}

Result<PreTokenizer> makeByteLevel(const JsonPart& part)
{
    const auto addsPrefix = part.flag("add_prefix_space", true);
    const auto usesRegex = part.flag("use_regex", true);
    if (!addsPrefix || !usesRegex)
        return tl::unexpected(addsPrefix ? usesRegex.error() : addsPrefix.error());
    return byteLevel(*addsPrefix, *usesRegex);
}

Result<PreTokenizer> makeCharDelimiter(const JsonPart& part)
{
    const auto delimiter = part.text("delimiter", "");
    if (!delimiter)
        return tl::unexpected(delimiter.error());
    if (toUtf32(*delimiter).size() != 1)
        return part.wrong("delimiter");
    return splitAt(Pattern::literal(*delimiter), CutBehaviour::Removed);
}

} // namespace

Result<Pattern> makePattern(const JsonPart& part, const char* name)
{
    const auto found = part.json().find(name);
    if (found == part.json().end())
        return part.wrong(name);
    const auto textOf = [&](const nlohmann::json& value) -> const std::string* {
        const bool isText = value.is_string() && value.get_ref<const std::string&>().size() <= limits::tokenPiece;
        return isText ? &value.get_ref<const std::string&>() : nullptr;
    };
    if (const std::string* text = textOf(*found))
        return Pattern::literal(*text);
    if (found->is_object() && found->contains("String"))
        if (const std::string* text = textOf((*found)["String"]))
            return Pattern::literal(*text);
    if (found->is_object() && found->contains("Regex"))
        if (const std::string* text = textOf((*found)["Regex"]))
            return Pattern::regex(*text);
    return part.wrong(name);
}

Result<Normalizer> makeNormalizer(const JsonPart& part)
{
    if (part.isAbsent())
        return Normalizer();
    const std::string type = part.type();
    if (type == "Sequence")
        return makeSequence<Normalizer>(part, "normalizers", makeNormalizer);
    if (type == "BertNormalizer")
        return makeBertNormalizer(part);
    if (type == "NFC")
        return unicodeForm(UnicodeForm::Nfc);
    if (type == "NFD")
        return unicodeForm(UnicodeForm::Nfd);
    if (type == "NFKC")
        return unicodeForm(UnicodeForm::Nfkc);
    if (type == "NFKD")
        return unicodeForm(UnicodeForm::Nfkd);
    if (type == "Lowercase")
        return lowerCase();
    if (type == "StripAccents")
        return stripAccents();
    if (type == "Nmt")
        return nmt();
    if (type == "ByteLevel")
        return byteLetters();
    if (type == "Precompiled")
        return makePrecompiled(part);
    if (type == "Replace")
        return makeReplace(part);
    if (type == "Strip") {
        const auto left = part.flag("strip_left", true);
        const auto right = part.flag("strip_right", true);
        if (!left || !right)
            return tl::unexpected(left ? right.error() : left.error());
        return strip(*left, *right);
    }
    if (type == "Prepend") {
        const auto text = part.text("prepend", "");
        if (!text)
            return tl::unexpected(text.error());
        return prepend(*text);
    }
    return part.unknownType();
}

Result<PreTokenizer> makePreTokenizer(const JsonPart& part)
{
    if (part.isAbsent())
        return PreTokenizer();
    const std::string type = part.type();
    if (type == "Sequence")
        return makeSequence<PreTokenizer>(part, "pretokenizers", makePreTokenizer);
    if (type == "BertPreTokenizer")
        return bertWords();
    if (type == "Whitespace")
        return wordRuns();
    if (type == "WhitespaceSplit")
        return whitespaceSplit();
    if (type == "UnicodeScripts")
        return unicodeScripts();
    if (type == "ByteLevel")
        return makeByteLevel(part);
    if (type == "Metaspace")
        return makeMetaspace(part);
    if (type == "Split")
        return makeSplit(part);
    if (type == "CharDelimiterSplit")
        return makeCharDelimiter(part);
    if (type == "Punctuation") {
        const auto behaviour = behaviourOf(part, "Isolated");
        if (!behaviour)
            return tl::unexpected(behaviour.error());
        return punctuation(*behaviour);
    }
    if (type == "Digits") {
        const auto areSingle = part.flag("individual_digits", false);
        if (!areSingle)
            return tl::unexpected(areSingle.error());
        return digits(*areSingle);
    }
    return part.unknownType();
}

Result<Decoder> makeDecoder(const JsonPart& part)
{
    if (part.isAbsent())
        return Decoder();
    const std::string type = part.type();
    if (type == "Sequence")
        return makeSequence<Decoder>(part, "decoders", makeDecoder);
    if (type == "ByteLevel")
        return byteLevelDecoder();
    if (type == "ByteFallback")
        return byteFallbackDecoder();
    if (type == "Fuse")
        return fuseDecoder();
    if (type == "WordPiece" || type == "BPEDecoder") {
        const bool isWordPiece = type == "WordPiece";
        const auto mark = isWordPiece ? part.text("prefix", "##") : part.text("suffix", "</w>");
        if (!mark)
            return tl::unexpected(mark.error());
        return isWordPiece ? wordPieceDecoder(*mark) : bpeDecoder(*mark);
    }
    if (type == "Metaspace") {
        const auto mark = part.text("replacement", "▁");
        const auto scheme = part.text("prepend_scheme", "");
        const auto addsPrefix = part.flag("add_prefix_space", true);
        if (!mark || !scheme)
            return tl::unexpected(mark ? scheme.error() : mark.error());
        if (!addsPrefix)
            return tl::unexpected(addsPrefix.error());
        return metaspaceDecoder(*mark, scheme->empty() ? *addsPrefix : *scheme != "never");
    }
    if (type == "Strip") {
        const auto letter = part.text("content", "");
        const auto first = part.count("start", 0);
        const auto last = part.count("stop", 0);
        if (!letter)
            return tl::unexpected(letter.error());
        if (!first || !last)
            return tl::unexpected(first ? last.error() : first.error());
        return stripDecoder(*letter, *first, *last);
    }
    if (type == "Replace") {
        auto pattern = makePattern(part, "pattern");
        const auto content = part.text("content", "");
        if (!pattern || !content)
            return tl::unexpected(pattern ? content.error() : pattern.error());
        return replaceDecoder(std::move(*pattern), *content);
    }
    if (type == "CTC") {
        const auto pad = part.text("pad_token", "<pad>");
        const auto delimiter = part.text("word_delimiter_token", "|");
        const auto cleans = part.flag("cleanup", true);
        if (!pad || !delimiter)
            return tl::unexpected(pad ? delimiter.error() : pad.error());
        if (!cleans)
            return tl::unexpected(cleans.error());
        return ctcDecoder(*pad, *delimiter, *cleans);
    }
    return part.unknownType();
}

} // namespace hl
