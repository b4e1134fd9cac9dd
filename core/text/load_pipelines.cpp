#include "core/text/load_pipelines.h"

#include "core/base/shown.h"
#include "core/text/bpe_model.h"
#include "core/text/frames.h"
#include "core/text/load_vocabulary.h"
#include "core/text/pipeline.h"
#include "core/text/roles.h"
#include "core/text/wordpiece_model.h"

#include <algorithm>
#include <string_view>

namespace hl {

namespace {

namespace fs = std::filesystem;

enum class Class
{
    None,
    Qwen2,
    Whisper,
    Deberta,
    OpenAiGpt,
    MPNet,
};

Class classOf(const TokenizerSettings& settings)
{
    struct Names
    {
        std::string_view tokenizer;
        std::string_view model;
        Class value;
    };
    static constexpr Names all[] = {{"Qwen2Tokenizer", "qwen2", Class::Qwen2},
                                    {"WhisperTokenizer", "whisper", Class::Whisper},
                                    {"DebertaTokenizer", "deberta", Class::Deberta},
                                    {"OpenAIGPTTokenizer", "openai-gpt", Class::OpenAiGpt},
                                    {"MPNetTokenizer", "mpnet", Class::MPNet}};
    for (const Names& names : all)
        if (settings.tokenizerClass.empty() ? settings.modelType == names.model
                                            : settings.tokenizerClass == names.tokenizer)
            return names.value;
    return Class::None;
}

/// Qwen2's words: one digit at a time, a sign or space before letters.
constexpr const char* kQwen2Pattern =
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!"
    "\\S)|\\s+";

Result<PieceTable> tableOf(Result<std::vector<std::string>> pieces, const std::string& what)
{
    if (!pieces)
        return tl::unexpected(pieces.error());
    PieceTable out;
    for (std::size_t id = 0; id < pieces->size(); ++id)
        if (!(*pieces)[id].empty())
            if (auto added = out.add((*pieces)[id], static_cast<TokenId>(id), what); !added)
                return tl::unexpected(added.error());
    return out;
}

Result<void> makeBpe(const fs::path& folder, bool endsWords, PipelineParts& parts)
{
    BpeVocabulary out;
    out.what = shownPath(folder / "vocab.json");
    auto pieces = tableOf(readVocabJson(folder / "vocab.json"), out.what);
    if (!pieces)
        return tl::unexpected(pieces.error());
    out.pieces = std::move(*pieces);
    auto merges = readMerges(folder / "merges.txt");
    if (!merges)
        return tl::unexpected(merges.error());
    out.merges = std::move(*merges);
    if (endsWords) {
        out.endSuffix = parts.style.endSuffix = "</w>";
        out.unknown = "<unk>";
    }
    auto model = BpeModel::make(std::move(out));
    if (!model)
        return tl::unexpected(model.error());
    parts.model = *model;
    return {};
}

Result<void> addByteLevel(const char* pattern, PipelineParts& parts)
{
    auto letters = byteLevel(false, pattern == nullptr);
    if (!letters)
        return tl::unexpected(letters.error());
    parts.preTokenizer = std::move(*letters);
    if (pattern) {
        auto words = Pattern::regex(pattern);
        if (!words)
            return tl::unexpected(words.error());
        parts.preTokenizer = sequence(std::vector<PreTokenizer>{splitAt(std::move(*words), CutBehaviour::Isolated),
                                                                std::move(parts.preTokenizer)});
    }
    parts.style.hasByteLetters = true;
    parts.decoder = byteLevelDecoder();
    return {};
}

/// The token of a role, looked for in the text too; without ids where the vocabulary has none.
TemplateToken roleToken(const TokenizerSettings& settings, const char* role, const char* otherwise,
                        PipelineParts& parts)
{
    SpecialToken token{settings.role(role, otherwise)};
    const auto given = settings.roles.find(role);
    if (given != settings.roles.end() && !given->second.isPlainText)
        token = given->second;
    else
        token.takesSpaceBefore = std::string_view(role) == "mask_token";
    for (const SpecialToken& known : parts.added)
        if (known.content == token.content)
            return {{known.id}, {known.content}};
    const auto id = parts.model->pieces().find(token.content);
    if (!id)
        return {};
    token.id = *id;
    parts.added.push_back(token);
    return {{*id}, {token.content}};
}

/// The roles that are only looked for.
void addRoleTokens(const TokenizerSettings& settings, PipelineParts& parts)
{
    for (const auto& [name, token] : settings.roles)
        roleToken(settings, name.c_str(), token.content.c_str(), parts);
    for (const std::string& content : settings.additional)
        if (const auto id = parts.model->pieces().find(content))
            parts.added.push_back({content, *id});
}

void addWhisper(const TokenizerSettings& settings, PipelineParts& parts)
{
    FrameTokens frame;
    frame.end = roleToken(settings, "eos_token", "<|endoftext|>", parts);
    for (const char* name : {"<|startoftranscript|>", "<|notimestamps|>"}) {
        const auto found = std::find_if(parts.added.begin(), parts.added.end(),
                                        [&](const SpecialToken& token) { return token.content == name; });
        const auto own = parts.model->pieces().find(name);
        if (found == parts.added.end() && !own)
            continue;
        frame.begin.ids.push_back(found == parts.added.end() ? *own : found->id);
        frame.begin.pieces.emplace_back(name);
        if (found == parts.added.end())
            parts.added.push_back({name, *own});
    }
    frame.addsEnd = true;
    parts.postProcessor = makeFrame(Frame::Whisper, frame);
}

Result<void> addWordPiece(const fs::path& folder, const TokenizerSettings& settings, PipelineParts& parts)
{
    const std::string what = shownPath(folder / "vocab.txt");
    auto pieces = tableOf(readVocabText(folder / "vocab.txt"), what);
    if (!pieces)
        return tl::unexpected(pieces.error());
    auto model = WordPieceModel::make(std::move(*pieces), settings.role("unk_token", "[UNK]"), "##", 100, what);
    if (!model)
        return tl::unexpected(model.error());
    parts.model = *model;
    BertCleaning cleaning;
    const auto lowers = settings.flag("do_lower_case", true);
    const auto spaces = settings.flag("tokenize_chinese_chars", true);
    if (!lowers || !spaces)
        return tl::unexpected(lowers ? spaces.error() : lowers.error());
    cleaning.lowerCase = *lowers;
    cleaning.spaceHan = *spaces;
    parts.normalizer = bertNormalizer(cleaning);
    parts.preTokenizer = bertWords();
    parts.style.continuingPrefix = "##";
    parts.decoder = wordPieceDecoder("##");
    FrameTokens frame;
    frame.cls = roleToken(settings, "cls_token", "<s>", parts);
    frame.sep = roleToken(settings, "sep_token", "</s>", parts);
    for (const auto& [role, name] : {std::pair{"mask_token", "<mask>"}, std::pair{"pad_token", "<pad>"},
                                     std::pair{"unk_token", "[UNK]"}})
        roleToken(settings, role, name, parts);
    parts.postProcessor = makeFrame(Frame::Roberta, frame);
    return {};
}

} // namespace

bool isPipelineClass(const TokenizerSettings& settings)
{
    return classOf(settings) != Class::None;
}

Result<std::shared_ptr<const Tokenizer>> loadPipeline(const fs::path& folder, const TokenizerSettings& settings)
{
    const Class which = classOf(settings);
    PipelineParts parts;
    parts.added = settings.added;
    Result<void> made;
    if (which == Class::MPNet) {
        made = addWordPiece(folder, settings, parts);
        parts.kind = "MPNet WordPiece";
    } else {
        made = makeBpe(folder, which == Class::OpenAiGpt, parts);
        if (made && which != Class::OpenAiGpt)
            made = addByteLevel(which == Class::Qwen2 ? kQwen2Pattern : nullptr, parts);
        parts.kind = which == Class::OpenAiGpt ? "GPT BPE" : "byte-level BPE";
    }
    if (!made)
        return tl::unexpected(made.error());
    if (which == Class::Qwen2) {
        parts.normalizer = unicodeForm(UnicodeForm::Nfc);
    } else if (which == Class::OpenAiGpt) {
        parts.normalizer = bertNormalizer({});
        parts.preTokenizer = bertWords();
        parts.decoder = bpeDecoder("</w>");
        roleToken(settings, "unk_token", "<unk>", parts);
    } else if (which == Class::Whisper) {
        addWhisper(settings, parts);
    } else if (which == Class::Deberta) {
        FrameTokens frame;
        frame.cls = roleToken(settings, "cls_token", "[CLS]", parts);
        frame.sep = roleToken(settings, "sep_token", "[SEP]", parts);
        for (const auto& [role, name] : {std::pair{"mask_token", "[MASK]"}, std::pair{"pad_token", "[PAD]"},
                                         std::pair{"unk_token", "[UNK]"}})
            roleToken(settings, role, name, parts);
        parts.postProcessor = makeFrame(Frame::Bert, frame);
    }
    addRoleTokens(settings, parts);
    parts.namesAddedAsTyped = parts.style.hasByteLetters;
    addRoles(settings, parts);
    auto pipeline = Pipeline::make(std::move(parts), shownPath(folder));
    if (!pipeline)
        return tl::unexpected(pipeline.error());
    return *pipeline;
}

} // namespace hl
