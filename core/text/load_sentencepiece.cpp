#include "core/text/load_sentencepiece.h"

#include "core/base/file.h"
#include "core/base/limits.h"
#include "core/base/shown.h"
#include "core/text/load_vocabulary.h"
#include "core/text/pipeline.h"
#include "core/text/roles.h"
#include "core/text/sentencepiece_bpe.h"
#include "core/text/sentencepiece_decoder.h"
#include "core/text/sentencepiece_families.h"
#include "core/text/sentencepiece_normalizer.h"
#include "core/text/sentencepiece_wrappers.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hl {

namespace {

namespace fs = std::filesystem;

Result<std::shared_ptr<const SentencePieceModel>> readModel(const fs::path& file)
{
    const auto bytes = readTextFile(file, limits::vocabularyFile);
    if (!bytes)
        return tl::unexpected(bytes.error());
    auto model = readSentencePieceModel(*bytes, shownPath(file));
    if (!model)
        return tl::unexpected(model.error());
    return std::make_shared<const SentencePieceModel>(std::move(*model));
}

/// The pieces with the ids they have in the tokenizer, and those ids by the file's own.
struct Numbered
{
    PieceTable pieces;
    std::vector<TokenId> ids;
    std::optional<TokenId> unknown;
};

Result<Numbered> numberAsFairseq(const SentencePieceModel& model, const std::string& what)
{
    Numbered out;
    TokenId next = 0;
    for (const char* name : {"<s>", "<pad>", "</s>", "<unk>"})
        if (auto added = out.pieces.add(name, next++, what); !added)
            return tl::unexpected(added.error());
    for (std::size_t id = 0; id < model.pieces.size(); ++id) {
        const std::string& name = model.pieces[id].piece;
        if (id < 3) {
            out.ids.push_back(out.pieces.find(name).value_or(3));
            continue;
        }
        const auto shifted = static_cast<TokenId>(id + 1);
        if (auto added = out.pieces.add(name, shifted, what); !added)
            return tl::unexpected(added.error());
        out.ids.push_back(shifted);
    }
    out.unknown = 3;
    return out;
}

Result<Numbered> numberByVocabJson(const SentencePieceModel& model, const fs::path& folder)
{
    const auto names = readVocabJson(folder / "vocab.json");
    if (!names)
        return tl::unexpected(names.error());
    Numbered out;
    const std::string what = shownPath(folder / "vocab.json");
    for (std::size_t id = 0; id < names->size(); ++id)
        if (!(*names)[id].empty())
            if (auto added = out.pieces.add((*names)[id], static_cast<TokenId>(id), what); !added)
                return tl::unexpected(added.error());
    out.unknown = out.pieces.find("<unk>");
    if (!out.unknown)
        return fail(ErrorCode::BadTokenizer,
                    HL_NOOP("core", "%1: the unknown piece \"%2\" is not in the vocabulary: add it"), {what, "<unk>"});
    for (const SentencePiece& piece : model.pieces)
        out.ids.push_back(out.pieces.find(piece.piece).value_or(*out.unknown));
    return out;
}

/// Collects the added tokens; those without an id yet get the next ones behind the vocabulary.
class Added
{
public:
    Added(const PieceTable& pieces, std::vector<SpecialToken> given)
        : m_pieces(pieces)
        , m_next(pieces.size())
    {
        for (SpecialToken& token : given) {
            m_next = std::max(m_next, token.id + 1);
            m_tokens.push_back(std::move(token));
        }
    }

    TokenId add(SpecialToken token)
    {
        for (const SpecialToken& known : m_tokens)
            if (known.content == token.content)
                return known.id;
        token.id = m_pieces.find(token.content).value_or(m_next);
        m_next = std::max(m_next, token.id + 1);
        m_tokens.push_back(token);
        return token.id;
    }
    [[nodiscard]] std::vector<SpecialToken> take() { return std::move(m_tokens); }

private:
    const PieceTable& m_pieces;
    TokenId m_next;
    std::vector<SpecialToken> m_tokens;
};

SpecialToken roleOf(const SentencePieceFamily& family, const TokenizerSettings& settings, const std::string& name)
{
    const auto given = settings.roles.find(name);
    if (given != settings.roles.end() && !given->second.isPlainText)
        return given->second;
    SpecialToken out;
    const auto own = family.roles.find(name);
    if (given != settings.roles.end())
        out.content = given->second.content;
    else if (own != family.roles.end())
        out.content = own->second;
    out.takesSpaceBefore = name == "mask_token"; // its default in the reference
    return out;
}

TemplateToken templateToken(Added& added, const SpecialToken& token)
{
    if (token.content.empty())
        return {};
    return {{added.add(token)}, {token.content}};
}

/// The sentinels of T5; <extra_id_0> has the largest id.
void addSentinels(const TokenizerSettings& settings, Added& added)
{
    const auto found = settings.config.find("extra_ids");
    const bool isGiven = found != settings.config.end() && found->is_number_unsigned();
    const auto count = static_cast<int>(std::min<std::uint64_t>(isGiven ? found->get<std::uint64_t>() : 100, 10'000));
    for (int i = count - 1; i >= 0; --i) {
        SpecialToken token{"<extra_id_" + std::to_string(i) + ">"};
        token.takesSpaceBefore = token.takesSpaceAfter = true;
        added.add(token);
    }
}

/// LLaMA's and T5's newer behaviour: only the beginning of the whole text gets a space in front.
Normalizer modernPrefix(bool addsSpace, Normalizer then)
{
    return [addsSpace, then = std::move(then), marks = replace(Pattern::literal("▁"), " ")](AlignedText& text) {
        marks(text);
        if (addsSpace && text.origin() == 0)
            text.prepend(U" ");
        then(text);
    };
}

Result<bool> flagsOf(const TokenizerSettings& settings, const char* name, bool otherwise)
{
    return settings.flag(name, otherwise);
}

Result<Normalizer> normalizerOf(const SentencePieceFamily& family, const TokenizerSettings& settings,
                                const std::shared_ptr<const SentencePieceModel>& model)
{
    const std::string name = family.tokenizerClass;
    const auto legacy = flagsOf(settings, "legacy", true);
    const auto addsSpace = flagsOf(settings, "add_prefix_space", true);
    const auto lowers = flagsOf(settings, "do_lower_case", name == "AlbertTokenizer");
    const auto removes = flagsOf(settings, "remove_space", true);
    const auto accents = flagsOf(settings, "keep_accents", false);
    for (const auto* flag : {&legacy, &addsSpace, &lowers, &removes, &accents})
        if (!*flag)
            return tl::unexpected(flag->error());
    SentencePieceStart start{model->addDummyPrefix, false};
    const bool isModern = (name == "T5Tokenizer" || name == "LlamaTokenizer") && !*legacy;
    if (isModern)
        start = {false, true};
    Normalizer own = sentencePieceNormalizer(model, start);
    if (isModern)
        return modernPrefix(*addsSpace, std::move(own));
    if (name == "AlbertTokenizer" || name == "XLNetTokenizer")
        return sequence(std::vector<Normalizer>{albertNormalizer({*removes, *accents, *lowers}), std::move(own)});
    if (name == "DebertaV2Tokenizer" && *lowers)
        return sequence(std::vector<Normalizer>{lowerCase(), std::move(own)});
    return own;
}

Decoder decoderOf(const SentencePieceFamily& family, const std::shared_ptr<const SentencePieceModel>& model,
                  const std::vector<SpecialToken>& added, bool isLegacy)
{
    const std::string name = family.tokenizerClass;
    SentencePieceJoin join;
    for (const SpecialToken& token : added)
        (token.content.starts_with("<extra_id_") ? join.separate : join.special).insert(token.content);
    join.dropsFirstMark = name == "T5Tokenizer" || name == "LlamaTokenizer";
    join.addsPrefix = model->addDummyPrefix && (isLegacy || (name != "T5Tokenizer" && name != "LlamaTokenizer"));
    join.spacesAfterFirst = name == "LlamaTokenizer";
    join.isPlain = name == "XLNetTokenizer" || name == "MBartTokenizer" || name == "XLMRobertaTokenizer";
    join.strips = name != "LlamaTokenizer" && name != "GemmaTokenizer";
    join.spacesBeforeSpecial = name != "GemmaTokenizer" && (name != "LlamaTokenizer" || isLegacy);
    return sentencePieceDecoder(model, std::move(join));
}

} // namespace

std::optional<fs::path> findSentencePieceFile(const fs::path& folder)
{
    for (const char* name : {"tokenizer.model", "spiece.model", "spm.model", "sentencepiece.bpe.model", "source.spm"}) {
        std::error_code error;
        if (fs::exists(folder / name, error))
            return folder / name;
    }
    return std::nullopt;
}

Result<std::shared_ptr<const Tokenizer>> loadSentencePiece(const fs::path& folder, const fs::path& file,
                                                           const TokenizerSettings& settings)
{
    const std::string what = shownPath(file);
    const SentencePieceFamily* family = findSentencePieceFamily(settings);
    if (!family)
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "%1: the tokenizer class \"%2\" (model type \"%3\") is not known: name a known one as "
                                    "tokenizer_class in tokenizer_config.json, such as T5Tokenizer or LlamaTokenizer"),
                    {what, shown(settings.tokenizerClass), shown(settings.modelType)});
    const auto model = readModel(file);
    if (!model)
        return tl::unexpected(model.error());
    auto split = makeSentencePieceModel(**model, what);
    if (!split)
        return tl::unexpected(split.error());
    const std::string name = family->tokenizerClass;
    PipelineParts parts;
    parts.model = *split;
    if (name == "AlbertTokenizer" || name == "XLNetTokenizer")
        parts.model = withoutCommaAfterDigit(parts.model);
    if (family->numbering != Numbering::AsInFile) {
        auto numbered = family->numbering == Numbering::Fairseq ? numberAsFairseq(**model, what)
                                                                : numberByVocabJson(**model, folder);
        if (!numbered)
            return tl::unexpected(numbered.error());
        parts.model = renumbered(parts.model, std::move(numbered->pieces), std::move(numbered->ids), numbered->unknown);
    }

    const auto addsBegin = settings.flag("add_bos_token", true);
    const auto addsEnd = settings.flag("add_eos_token", false);
    const auto legacy = settings.flag("legacy", true);
    for (const auto* flag : {&addsBegin, &addsEnd, &legacy})
        if (!*flag)
            return tl::unexpected(flag->error());
    Added added(parts.model->pieces(), settings.added);
    FrameTokens frame;
    frame.addsBegin = *addsBegin;
    frame.addsEnd = *addsEnd;
    if (name == "T5Tokenizer")
        addSentinels(settings, added);
    for (const std::string& code : languageCodes(family->frame))
        added.add(SpecialToken{code});
    for (const char* role : {"unk_token", "pad_token"})
        templateToken(added, roleOf(*family, settings, role));
    frame.begin = templateToken(added, roleOf(*family, settings, "bos_token"));
    frame.end = templateToken(added, roleOf(*family, settings, "eos_token"));
    frame.sep = templateToken(added, roleOf(*family, settings, "sep_token"));
    frame.cls = templateToken(added, roleOf(*family, settings, "cls_token"));
    templateToken(added, roleOf(*family, settings, "mask_token"));
    for (const std::string& content : settings.additional)
        added.add(SpecialToken{content});
    if (!languageCodes(family->frame).empty()) {
        const std::string language = settings.config.value("src_lang", nlohmann::json("en_XX")).is_string()
                                         ? settings.config.value("src_lang", std::string("en_XX"))
                                         : std::string("en_XX");
        frame.language = templateToken(added, SpecialToken{language});
    }
    if (family->numbering == Numbering::VocabJson)
        for (TokenId id = 0; id < parts.model->pieces().size(); ++id)
            if (const auto piece = parts.model->pieces().piece(id); piece.starts_with(">>") && piece.ends_with("<<"))
                added.add(SpecialToken{std::string(piece)});
    parts.added = added.take();

    auto normalizer = normalizerOf(*family, settings, *model);
    if (!normalizer)
        return tl::unexpected(normalizer.error());
    parts.normalizer = std::move(*normalizer);
    parts.postProcessor = makeFrame(family->frame, frame);
    auto decodes = *model;
    std::error_code error;
    if (family->numbering == Numbering::VocabJson && fs::exists(folder / "target.spm", error)) {
        const auto target = readModel(folder / "target.spm");
        if (!target)
            return tl::unexpected(target.error());
        decodes = *target;
    }
    parts.decoder = decoderOf(*family, decodes, parts.added, *legacy);
    parts.style.spaceMark = "▁";
    parts.style.hasByteFallback = (*model)->hasByteFallback;
    parts.namesAddedAsTyped = false;
    parts.kind = name.substr(0, name.size() - std::string_view("Tokenizer").size()) + " SentencePiece " +
                 parts.model->kind();
    addRoles(settings, parts);
    auto made = Pipeline::make(std::move(parts), what);
    if (!made)
        return tl::unexpected(made.error());
    return *made;
}

} // namespace hl
