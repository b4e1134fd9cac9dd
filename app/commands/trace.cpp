#include "app/commands/model_input.h"

#include "app/commands/no_step.h"
#include "app/commands/reading_options.h"
#include "core/analysis/head_metrics.h"
#include "core/analysis/number_formats.h"
#include "core/base/shown.h"
#include "core/forward/two_streams.h"
#include "core/output/npz.h"
#include "core/output/reading_tables.h"
#include "core/output/trace_file.h"
#include "core/run/edited_input.h"
#include "core/run/trace_inputs.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace hl {

namespace {

constexpr std::array options{
    modelOption,
    textOption,
    targetOption,
    pairOption,
    imageOption,
    audioOption,
    editsOption,
    ablateOption,
    OptionInfo{"--inputs", "IN.npz", "token ids instead of a text: input_ids, attention_mask, ..., or pixel_values, input_features"},
    OptionInfo{"--keep", "PATTERNS", "the steps to write, separated by commas, * for anything; all unless given"},
    wordsOption,
    specialsOption,
    aggregateOption,
    OptionInfo{"--memory", "KEEP", "where all steps take more than 40 % of the free memory, or 2 GiB: ask (unless given) refuses and says how much it is; fit leaves steps out, all takes it"},
    OptionInfo{"--dtype", "TYPE", "float32 (as the window computes), float64, or the run in another number format: bfloat16, float16, int8"},
    OptionInfo{"--out", "OUT", "a file ending in .npz, .json or .csv; - for JSON on stdout", true},
};

/// The patterns between the commas of --keep; each must name a step that this model has.
tl::expected<std::vector<std::string>, Failure> readPatterns(const std::string& list, const Model& model)
{
    std::vector<std::string> patterns;
    const std::vector<StepRef> steps = possibleSteps(model.spec());
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        std::string pattern = list.substr(begin, end - begin);
        pattern.erase(0, pattern.find_first_not_of(' '));
        pattern.erase(pattern.find_last_not_of(' ') + 1);
        begin = end + 1;
        if (pattern.empty())
            return misuse("--keep has an empty pattern: write for example --keep 'blocks.*.attn.*.pattern,logits'.");
        const bool isFound = std::any_of(steps.begin(), steps.end(),
                                         [&](const StepRef& ref) { return matchesPattern(nameOf(ref), pattern); });
        if (!isFound) {
            if (pattern.find('*') == std::string::npos) {
                if (const auto ref = parseStep(pattern); !ref)
                    return failure(ref);
            }
            return tl::unexpected(Failure(noStep(model.spec(), pattern)));
        }
        patterns.push_back(std::move(pattern));
    }
    return patterns;
}

Result<TracePtr> runInputs(const std::string& path, std::shared_ptr<const Model> model, const Edits& edits, const Capture& capture,
                           Keep keep, DType dtype)
{
    const auto arrays = readNpz(path);
    if (!arrays)
        return tl::unexpected(arrays.error());
    auto input = inputFromArrays(*model, *arrays, shownPath(path));
    if (!input)
        return tl::unexpected(input.error());
    input->capture = capture;
    input->dtype = dtype;
    model = asAsked(std::move(model), *input);
    if (auto ok = applyKeep(keep, 0, model->spec(), *input); !ok)
        return tl::unexpected(ok.error());
    model = applyEdits(edits, std::move(model), *input);
    return forward(std::move(model), std::move(*input));
}

/// What to say if a pattern names only steps of a query stream that this run does not have, or `logits` where it has
/// `query.logits`: whether words are asked for decides which there are.
std::optional<Error> absentPattern(const Trace& trace, const std::vector<std::string>& patterns)
{
    const ModelSpec& spec = trace.model().spec();
    const std::vector<StepRef> steps = stepsOf(spec);
    for (const std::string& pattern : patterns) {
        if (std::none_of(steps.begin(), steps.end(), [&](const StepRef& ref) { return matchesPattern(nameOf(ref), pattern); }))
            return spec.isAsked ? noStep(spec, pattern) : Error{ErrorCode::BadInput, unaskedText()};
    }
    return std::nullopt;
}

Outcome write(const Trace& trace, const std::string& out)
{
    if (out == "-")
        return Output{traceJson(trace, trace.steps()), notesOf(trace)};
    if (const auto written = writeTrace(trace, trace.steps(), out); !written)
        return failure(written);
    return Output{{}, notesOf(trace)};
}

/// Only what a reading is made from: weights, and what forbids them.
Capture captureForReading(const Capture& wanted)
{
    Capture capture = wanted;
    capture.patterns = {"*.pattern", "*.mask"};
    return capture;
}

/// The attention weights among the wanted steps, as they are read.
tl::expected<std::vector<NumberTable>, Failure> readTables(const Trace& trace, const Capture& wanted, const PatternReading& reading)
{
    std::vector<NumberTable> tables;
    std::vector<std::string> names; // several heads have one picture
    for (const StepRef& head : attentionHeads(trace.model().spec())) {
        const std::string name = nameOfReading(head, reading);
        if (!wanted.wants(head) || std::find(names.begin(), names.end(), name) != names.end())
            continue;
        names.push_back(name);
        const auto read = readPattern(trace, head, reading);
        if (!read)
            return failure(read);
        auto own = readingTables(trace, *read, head, reading);
        std::move(own.begin(), own.end(), std::back_inserter(tables));
    }
    if (tables.empty())
        return misuse("--words, --specials and --aggregate are for attention weights, and --keep names none: write for example "
                      "--keep 'blocks.0.attn.*.pattern'.");
    return tables;
}

Outcome writeReading(const Trace& trace, const Capture& wanted, const PatternReading& reading, const std::string& out)
{
    const auto tables = readTables(trace, wanted, reading);
    if (!tables)
        return tl::unexpected(tables.error());
    if (out == "-")
        return Output{tablesJson(*tables), notesOf(trace)};
    if (const auto written = writeTables(*tables, out); !written)
        return failure(written);
    return Output{{}, notesOf(trace)};
}

Outcome run(const Options& given)
{
    const std::string out = given.valueOr("--out", "");
    if (out != "-" && !traceFormatOf(out))
        return misuse("--out takes a file ending in .npz, .json or .csv, or - for JSON on stdout, not \"" + shown(out) + "\".");
    const std::string type = given.valueOr("--dtype", "float32");
    const auto format = numberFormatNamed(type);
    if (!format)
        return misuse("--dtype takes float32, float64, bfloat16, float16 or int8, not \"" + shown(type) + "\".");
    if (auto wrong = checkSources(given, given.has("--inputs") ? 1 : 0, ", or token ids with --inputs"))
        return tl::unexpected(std::move(*wrong));
    if (given.has("--inputs") && (given.has("--target") || given.has("--pair")))
        return misuse("--target and --pair go with --text; with --inputs the file holds both texts.");

    const std::string memory = given.valueOr("--memory", "ask");
    if (memory != "ask" && memory != "fit" && memory != "all")
        return misuse("--memory takes ask, fit or all, not \"" + shown(memory) + "\".");
    const Keep keep = memory == "all" ? Keep::All : memory == "fit" ? Keep::Fit : Keep::Ask;

    const auto reading = readReading(given);
    if (!reading)
        return tl::unexpected(Failure(reading.error()));

    const auto model = openModel(given);
    if (!model)
        return failure(model);
    Capture capture;
    if (const auto list = given.value("--keep")) {
        auto patterns = readPatterns(*list, **model);
        if (!patterns)
            return tl::unexpected(patterns.error());
        capture.patterns = std::move(*patterns);
    }
    const Capture wanted = capture;
    if (!reading->isPlain())
        capture = captureForReading(wanted);
    const DType dtype = format == NumberFormat::Float64 ? DType::Float64 : DType::Float32;
    Result<TracePtr> trace;
    if (const auto path = given.value("--inputs")) {
        const auto edits = readEdits(given);
        if (!edits)
            return tl::unexpected(edits.error());
        trace = runInputs(*path, *model, *edits, capture, keep, dtype);
    } else {
        auto request = runRequest(given, *model);
        if (!request)
            return tl::unexpected(request.error());
        request->capture = capture;
        request->keep = keep;
        request->dtype = dtype;
        trace = hl::run(*request);
    }
    if (trace && *format != NumberFormat::Float32 && *format != NumberFormat::Float64)
        trace = runIn(*format, **trace);
    if (!trace && trace.error().code == ErrorCode::NeedsMemory)
        return tl::unexpected(Failure(Error{trace.error().code, {HL_NOOP("core", "%1 With --keep 'blocks.*.attn.*.pattern' it is less; --memory fit leaves steps out, --memory all takes it."), {trace.error().english()}}}));
    if (!trace)
        return failure(trace);
    if (auto absent = absentPattern(**trace, wanted.patterns))
        return tl::unexpected(Failure(std::move(*absent)));
    return reading->isPlain() ? write(**trace, out) : writeReading(**trace, wanted, *reading, out);
}

} // namespace

Command traceCommand()
{
    return {"trace", "writes every number of a run, or chosen steps, to a file",
            "--model M (--text T [--target T2 | --pair T2] | --image FILE.png | --audio FILE.wav | --inputs IN.npz) [--edits FILE.json] [--ablate HEADS] [--keep PATTERNS] [--words] [--specials HOW] [--aggregate HOW] [--memory fit|all] [--dtype float64] "
            "--out OUT.npz|.json|.csv",
            options, run};
}

} // namespace hl
