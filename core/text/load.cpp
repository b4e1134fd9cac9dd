#include "core/text/load.h"

#include "core/base/file.h"
#include "core/base/limits.h"
#include "core/base/shown.h"
#include "core/text/byte_bpe.h"
#include "core/text/load_pipelines.h"
#include "core/text/load_sentencepiece.h"
#include "core/text/load_vocabulary.h"
#include "core/text/tokenizer_json.h"
#include "core/text/tokenizer_settings.h"
#include "core/text/wordpiece.h"

#include <algorithm>

namespace hl {

namespace {

template <std::size_t N>
bool isOneOf(const std::string& name, const char* const (&names)[N])
{
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

constexpr const char* kGptClasses[] = {"GPT2Tokenizer", "CodeGenTokenizer"};
constexpr const char* kRobertaClasses[] = {"RobertaTokenizer", "BartTokenizer", "LongformerTokenizer",
                                           "LEDTokenizer"};
constexpr const char* kRobertaModels[] = {"roberta", "bart", "longformer", "led"};
constexpr const char* kOtherBpeModels[] = {"clip", "ctrl", "blenderbot"};
constexpr const char* kBertClasses[] = {"BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer",
                                        "MobileBertTokenizer"};

Result<std::shared_ptr<const Tokenizer>> unsupported(const std::string& name)
{
    return fail(
        ErrorCode::Unsupported,
        HL_NOOP("core", "tokenizer \"%1\" is not known: put the model's tokenizer.json there too, or use another "
                        "model"),
        {shown(name)});
}

/// A folder that names neither class nor model is RoBERTa's if its vocabulary starts as that does.
bool looksLikeRoberta(const TokenizerSettings& settings, const std::vector<std::string>& pieces)
{
    if (!settings.tokenizerClass.empty())
        return isOneOf(settings.tokenizerClass, kRobertaClasses);
    if (!settings.modelType.empty())
        return isOneOf(settings.modelType, kRobertaModels);
    return pieces.size() > 2 && pieces[0] == "<s>" && pieces[1] == "<pad>" && pieces[2] == "</s>";
}

void frameAsRoberta(const TokenizerSettings& settings, ByteBpeVocabulary& out)
{
    out.begin = settings.role("cls_token", "<s>");
    out.end = settings.role("sep_token", "</s>");
    out.unknown = settings.role("unk_token", "<unk>");
    out.mask = settings.role("mask_token", "<mask>");
    out.frame = BpeFrame::Roberta;
    out.trimOffsets = true;
    out.kind = "RoBERTa byte-level BPE";
    for (const std::string& content :
         {out.begin, out.end, out.unknown, out.mask, settings.role("pad_token", "<pad>")}) {
        const auto found = std::find(out.pieces.begin(), out.pieces.end(), content);
        if (found == out.pieces.end())
            continue;
        SpecialToken token{content, static_cast<TokenId>(found - out.pieces.begin())};
        token.takesSpaceBefore = content == out.mask; // its default in the reference
        out.specials.push_back(token);
    }
}

Result<std::shared_ptr<const Tokenizer>> loadByteBpe(const std::filesystem::path& folder,
                                                     const TokenizerSettings& settings)
{
    const std::string& name = settings.tokenizerClass;
    if (!name.empty() && !isOneOf(name, kGptClasses) && !isOneOf(name, kRobertaClasses))
        return unsupported(name);
    if (name.empty() && isOneOf(settings.modelType, kOtherBpeModels))
        return unsupported(settings.modelType);
    ByteBpeVocabulary vocabulary;
    auto pieces = readVocabJson(folder / "vocab.json");
    if (!pieces)
        return tl::unexpected(pieces.error());
    vocabulary.pieces = std::move(*pieces);
    if (auto added = addPieces(vocabulary.pieces, settings.added); !added)
        return tl::unexpected(added.error());
    auto merges = readMerges(folder / "merges.txt");
    if (!merges)
        return tl::unexpected(merges.error());
    vocabulary.merges = std::move(*merges);
    const auto addPrefixSpace = settings.flag("add_prefix_space", false);
    const auto addBegin = settings.flag("add_bos_token", false);
    if (!addPrefixSpace || !addBegin)
        return tl::unexpected((addPrefixSpace ? addBegin : addPrefixSpace).error());
    vocabulary.addPrefixSpace = *addPrefixSpace;
    vocabulary.specials = specialTokensOf(settings, vocabulary.pieces);
    if (looksLikeRoberta(settings, vocabulary.pieces)) {
        frameAsRoberta(settings, vocabulary);
    } else {
        vocabulary.begin = settings.role("bos_token", vocabulary.begin);
        vocabulary.end = settings.role("eos_token", vocabulary.end);
        vocabulary.unknown = settings.role("unk_token", vocabulary.unknown);
        vocabulary.mask = settings.role("mask_token", "");
        vocabulary.frame = *addBegin ? BpeFrame::Begin : BpeFrame::None;
        const auto end = std::find(vocabulary.pieces.begin(), vocabulary.pieces.end(), "<|endoftext|>");
        if (end != vocabulary.pieces.end())
            vocabulary.specials.push_back({*end, static_cast<TokenId>(end - vocabulary.pieces.begin())});
    }
    auto made = ByteBpe::make(std::move(vocabulary));
    if (!made)
        return tl::unexpected(made.error());
    return *made;
}

Result<std::shared_ptr<const Tokenizer>> loadWordPiece(const std::filesystem::path& folder,
                                                       const TokenizerSettings& settings)
{
    if (!settings.tokenizerClass.empty() && !isOneOf(settings.tokenizerClass, kBertClasses))
        return unsupported(settings.tokenizerClass);
    WordPieceVocabulary vocabulary;
    auto pieces = readVocabText(folder / "vocab.txt");
    if (!pieces)
        return tl::unexpected(pieces.error());
    vocabulary.pieces = std::move(*pieces);
    if (auto added = addPieces(vocabulary.pieces, settings.added); !added)
        return tl::unexpected(added.error());
    const std::pair<const char*, bool*> flags[] = {{"do_lower_case", &vocabulary.lowerCase},
                                                   {"tokenize_chinese_chars", &vocabulary.splitHan},
                                                   {"do_basic_tokenize", &vocabulary.basicTokenize}};
    for (const auto& [name, value] : flags) {
        const auto read = settings.flag(name, *value);
        if (!read)
            return tl::unexpected(read.error());
        *value = *read;
    }
    if (settings.config.contains("strip_accents") && !settings.config["strip_accents"].is_null()) {
        const auto strip = settings.flag("strip_accents", false);
        if (!strip)
            return tl::unexpected(strip.error());
        vocabulary.stripAccents = *strip;
    }
    if (settings.config.contains("never_split") && settings.config["never_split"].is_array())
        for (const auto& word : settings.config["never_split"])
            if (word.is_string())
                vocabulary.neverSplit.push_back(word.get<std::string>());
    vocabulary.unknown = settings.role("unk_token", vocabulary.unknown);
    vocabulary.begin = settings.role("cls_token", vocabulary.begin);
    vocabulary.end = settings.role("sep_token", vocabulary.end);
    vocabulary.mask = settings.role("mask_token", vocabulary.mask);
    vocabulary.added = specialTokensOf(settings, vocabulary.pieces);
    auto made = WordPiece::make(std::move(vocabulary));
    if (!made)
        return tl::unexpected(made.error());
    return *made;
}

} // namespace

Result<std::shared_ptr<const Tokenizer>> loadTokenizer(const std::filesystem::path& folder)
{
    const auto has = [&](const char* name) {
        std::error_code error;
        return std::filesystem::exists(folder / name, error);
    };
    const auto settings = readTokenizerSettings(folder);
    if (!settings)
        return tl::unexpected(settings.error());
    if (has("tokenizer.json")) {
        const auto text = readTextFile(folder / "tokenizer.json", limits::tokenizerFile);
        if (!text)
            return tl::unexpected(text.error());
        return makeTokenizerFromJson(*text, *settings, shownPath(folder / "tokenizer.json"));
    }
    if (const auto file = findSentencePieceFile(folder))
        return loadSentencePiece(folder, *file, *settings);
    if (isPipelineClass(*settings) && (has("vocab.txt") || (has("vocab.json") && has("merges.txt"))))
        return loadPipeline(folder, *settings);
    if (has("vocab.json") && has("merges.txt"))
        return loadByteBpe(folder, *settings);
    if (has("vocab.txt"))
        return loadWordPiece(folder, *settings);
    if (has("vocab.json"))
        return fail(
            ErrorCode::FileNotFound,
            HL_NOOP("core", "%1: has vocab.json but no merges.txt, which belongs to it: put it there too"),
            {shownPath(folder)});
    return fail(ErrorCode::FileNotFound,
                HL_NOOP("core", "%1: has no tokenizer: it needs tokenizer.json, a SentencePiece model "
                                "(tokenizer.model, spiece.model), vocab.json with merges.txt, or vocab.txt"),
                {shownPath(folder)});
}

bool hasTokenizerFiles(const std::filesystem::path& folder)
{
    for (const char* name : {"tokenizer.json", "vocab.json", "vocab.txt", "merges.txt"}) {
        std::error_code error;
        if (std::filesystem::exists(folder / name, error))
            return true;
    }
    return findSentencePieceFile(folder).has_value();
}

} // namespace hl
