#include "app/commands/command.h"
#include "app/commands/corpus_run.h"
#include "app/commands/model_input.h"
#include "core/base/shown.h"
#include "core/output/corpus_file.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace hl {

namespace {

constexpr int mostParts = 1'000'000;
constexpr int mostTokens = 4096; // unless the model takes fewer or --max-tokens says otherwise

constexpr std::array options{
    OptionInfo{"--model", "M", "a folder in Hugging Face layout, or a built-in name (headlight models)"},
    OptionInfo{"--file", "CORPUS", "a text a line or, ending in .jsonl, a JSON value a line; - for standard input"},
    OptionInfo{"--format", "FORMAT", "text or jsonl, whatever the file's name ends in; text for standard input"},
    OptionInfo{"--field", "NAME", "the field of a JSON object that holds the text; \"text\" unless given"},
    OptionInfo{"--shard", "I/N", "only the lines whose number less 1 leaves rest I when divided by N: 0/N to (N-1)/N"},
    OptionInfo{"--max-tokens", "N", "leave out longer texts; what the model takes, at most 4096, unless given"},
    OptionInfo{"--merge", "A B ...", "instead of a corpus: files that analyze wrote, parts of one corpus or several corpora", false, false, true},
    OptionInfo{"--out", "OUT", "a file ending in .csv, .npz or .json; - for one line of JSON on stdout", true},
};

bool readWhole(std::string_view text, int& number)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

tl::expected<void, Failure> readShard(const Options& given, CorpusRun& run)
{
    const auto text = given.value("--shard");
    if (!text)
        return {};
    const std::size_t slash = text->find('/');
    const std::string_view view = *text;
    const bool isRead = slash != std::string::npos && readWhole(view.substr(0, slash), run.part)
                        && readWhole(view.substr(slash + 1), run.of) && run.of >= 1 && run.of <= mostParts;
    if (!isRead)
        return misuse("--shard takes I/N, for example 0/4, 1/4, 2/4 and 3/4 for the four parts of a corpus, not \"" + shown(*text) + "\".");
    if (run.part < 0 || run.part >= run.of)
        return misuse("--shard counts from 0: of " + std::to_string(run.of) + " parts the first is 0/" + std::to_string(run.of)
                      + " and the last " + std::to_string(run.of - 1) + "/" + std::to_string(run.of) + ", so there is no "
                      + shown(*text) + ".");
    return {};
}

tl::expected<CorpusFormat, Failure> readFormat(const Options& given, const std::string& file)
{
    const std::string format = given.valueOr("--format", "");
    if (!format.empty() && format != "text" && format != "jsonl")
        return misuse("--format takes text or jsonl, not \"" + shown(format) + "\".");
    const bool isNamedSo = file.ends_with(".jsonl") || file.ends_with(".ndjson") || file.ends_with(".json");
    const bool isJson = format.empty() ? isNamedSo : format == "jsonl";
    if (given.has("--field") && !isJson)
        return misuse("--field belongs to JSON lines: end the file's name in .jsonl or add --format jsonl.");
    return isJson ? CorpusFormat::JsonLines : CorpusFormat::Text;
}

/// "7 of 100 lines were skipped: 4 not JSON, 3 empty; lines 3, 8, 9, ..."
std::string skippedNote(const CorpusStats& stats)
{
    constexpr std::size_t listed = 20;
    std::string out = std::to_string(stats.skippedCount()) + " of " + std::to_string(stats.lines()) + " lines were skipped: ";
    const char* separator = "";
    for (int i = 0; i < lineProblemCount; ++i) {
        if (const auto count = stats.skipped[static_cast<std::size_t>(i)]; count > 0) {
            out += separator + std::to_string(count) + " " + wordsFor(static_cast<LineProblem>(i));
            separator = ", ";
        }
    }
    separator = "; lines ";
    for (std::size_t i = 0; i < std::min(listed, stats.skippedLines.size()); ++i) {
        const SkippedLine& line = stats.skippedLines[i];
        out += separator + std::to_string(line.line) + (stats.parts.size() > 1 ? " of " + line.file : "");
        separator = ", ";
    }
    return out + (stats.skippedCount() > static_cast<std::int64_t>(listed) ? ", ..." : "") + ".";
}

std::vector<std::string> notesFor(const CorpusStats& stats)
{
    std::vector<std::string> notes;
    if (stats.skippedCount() > 0)
        notes.push_back(skippedNote(stats));
    if (stats.withoutTarget > 0)
        notes.push_back(std::to_string(stats.withoutTarget) + " texts have no \"target\": of them only the encoder's heads are measured.");
    if (!stats.scoresNote.empty())
        notes.push_back("Scores on repeated random tokens: " + stats.scoresNote);
    return notes;
}

Outcome written(const CorpusStats& stats, const std::string& out)
{
    Output output{out == "-" ? corpusJson(stats) : std::string(), notesFor(stats)};
    return output;
}

tl::expected<void, Failure> checkModel(const Model& model)
{
    const ModelSpec& spec = model.spec();
    if (spec.image || spec.audio)
        return failure(Result<void>(fail(ErrorCode::Unsupported,
                                         HL_NOOP("core", "%1 reads pictures or sound; analyze takes models that read text."), {spec.name})));
    if (spec.arrays)
        return failure(Result<void>(fail(ErrorCode::Unsupported,
                                         HL_NOOP("core", "%1 holds the numbers of one attention call; analyze takes models that read text."), {spec.name})));
    if (model.tokenizer() == nullptr)
        return failure(Result<void>(fail(ErrorCode::BadTokenizer, HL_NOOP("core", "This model has no tokenizer files, so text cannot be typed; add vocab.json and "
                                    "merges.txt, or vocab.txt, to its folder."))));
    return {};
}

int longestOf(const Model& model, long long wanted)
{
    int longest = static_cast<int>(wanted);
    for (const Side side : model.spec().sides()) {
        if (const int own = maxTokens(model, side); own > 0)
            longest = std::min(longest, own);
    }
    return longest;
}

Outcome runFile(const Options& given, const std::string& out)
{
    CorpusRun run;
    run.file = given.valueOr("--file", "");
    run.out = out;
    run.field = given.valueOr("--field", "text");
    if (const auto ok = readShard(given, run); !ok)
        return tl::unexpected(ok.error());
    const auto format = readFormat(given, run.file);
    if (!format)
        return tl::unexpected(format.error());
    run.format = *format;
    const auto wanted = given.integer("--max-tokens", mostTokens, 1, limits::promptCharacters);
    if (!wanted)
        return tl::unexpected(Failure(wanted.error()));
    const auto model = openModel(given);
    if (!model)
        return failure(model);
    if (const auto ok = checkModel(**model); !ok)
        return tl::unexpected(ok.error());
    run.model = *model;
    run.maxTokens = longestOf(**model, *wanted);
    const auto stats = runCorpus(run);
    if (!stats)
        return failure(stats);
    // A part, or a stream that was cut into blocks elsewhere, may have nothing in it.
    if (stats->texts == 0 && run.of == 1 && run.file != "-")
        return tl::unexpected(Failure(Error{ErrorCode::BadInput,
                                            {HL_NOOP("core", "%1: none of its %2 lines could be measured; it needs a text a line, or JSON lines and --format jsonl."),
                                             {shownPath(run.file), std::to_string(stats->lines())}}}));
    return written(*stats, out);
}

Outcome runMerge(const Options& given, const std::string& out)
{
    for (const char* other : {"--model", "--file", "--format", "--field", "--shard", "--max-tokens"}) {
        if (given.has(other))
            return misuse("--merge reads files that were measured already and takes no " + std::string(other) + ".");
    }
    std::optional<CorpusStats> all;
    for (const std::string& path : given.values("--merge")) {
        const auto found = readCorpusFile(path);
        if (!found)
            return failure(found);
        for (const CorpusStats& stats : *found) {
            if (!all)
                all.emplace(CorpusStats::emptyLike(stats));
            if (const auto merged = all->merge(stats, shownPath(path)); !merged)
                return failure(merged);
        }
    }
    if (out != "-") {
        if (const auto saved = writeCorpusFile(*all, out); !saved)
            return failure(saved);
    }
    Outcome outcome = written(*all, out);
    if (const auto missing = all->missingParts(); !missing.empty()) {
        std::string list = missing.front();
        for (std::size_t i = 1; i < std::min<std::size_t>(missing.size(), 8); ++i)
            list += ", " + missing[i];
        outcome->notes.push_back("Parts are missing: " + list + (missing.size() > 8 ? ", ..." : "") + ".");
    }
    return outcome;
}

Outcome run(const Options& given)
{
    const std::string out = given.valueOr("--out", "");
    if (out != "-" && !corpusFileFormatOf(out))
        return misuse("--out takes a file ending in .csv, .npz or .json, or - for JSON on stdout, not \"" + shown(out) + "\".");
    if (given.has("--merge"))
        return runMerge(given, out);
    if (!given.has("--model") || !given.has("--file"))
        return misuse("Give a corpus with --model and --file, or files to put together with --merge.");
    return runFile(given, out);
}

} // namespace

Command analyzeCommand()
{
    return {"analyze", "measures every head over a corpus of any size; parts merge exactly",
            "(--model M --file CORPUS.txt|.jsonl|- [--shard I/N] [--field NAME] | --merge A B ...) --out OUT.csv|.npz|.json|-", options, run};
}

} // namespace hl
