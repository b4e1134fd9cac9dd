#include "core/explain/explanation.h"

#include "app/commands/model_input.h"
#include "app/commands/no_step.h"
#include "app/commands/reading_options.h"
#include "core/analysis/reading_ledger.h"
#include "core/base/shown.h"
#include "core/output/ledger_text.h"

#include <array>
#include <limits>
#include <map>

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
    OptionInfo{"--step", "NAME", "the step, for example blocks.0.attn.0.pattern (see `headlight steps`)", true},
    OptionInfo{"--row", "I", "the cell's row, counted from 0", true},
    OptionInfo{"--col", "J", "the cell's column, counted from 0", true},
    wordsOption,
    specialsOption,
    aggregateOption,
    OptionInfo{"--format", "FORMAT", "text (unless given), latex or numpy"},
    OptionInfo{"--digits", "N", "significant digits, 2 to 17; 6 unless given"},
};

const std::map<std::string, LedgerFormat> formats{
    {"text", LedgerFormat::Text}, {"latex", LedgerFormat::Latex}, {"numpy", LedgerFormat::NumPy}};

Result<StepRef> stepOf(const Model& model, const std::string& name)
{
    const auto ref = parseStep(name);
    if (!ref || mayHaveStep(model.spec(), *ref))
        return ref;
    return tl::unexpected(noStep(model.spec(), name));
}

/// One explanation; of a reading those of a head and of how the heads are put together.
Result<std::vector<Explanation>> chainOf(const Trace& trace, const StepRef& step, const PatternReading& reading, Index row, Index col)
{
    if (!reading.isPlain()) {
        auto ledger = explainReading(trace, step, reading, row, col);
        return ledger ? Result<std::vector<Explanation>>(std::move(ledger->chain)) : tl::unexpected(ledger.error());
    }
    auto explanation = explain(trace, step, row, col);
    if (!explanation)
        return tl::unexpected(explanation.error());
    return std::vector<Explanation>{std::move(*explanation)};
}

Outcome run(const Options& given)
{
    if (auto wrong = checkSources(given))
        return tl::unexpected(std::move(*wrong));
    const auto row = given.integer("--row", 0, 0, std::numeric_limits<int>::max());
    const auto col = given.integer("--col", 0, 0, std::numeric_limits<int>::max());
    const auto digits = given.integer("--digits", 6, 2, 17);
    for (const auto* number : {&row, &col, &digits}) {
        if (!*number)
            return tl::unexpected(Failure(number->error()));
    }
    const std::string format = given.valueOr("--format", "text");
    if (formats.count(format) == 0)
        return misuse("--format takes text, latex or numpy, not \"" + shown(format) + "\".");

    const auto reading = readReading(given);
    if (!reading)
        return tl::unexpected(Failure(reading.error()));

    const auto model = openModel(given);
    if (!model)
        return failure(model);
    const auto step = stepOf(**model, given.valueOr("--step", ""));
    if (!step)
        return failure(step);
    if (!reading->isPlain() && step->step != Step::Pattern)
        return misuse("--words, --specials and --aggregate are for attention weights: give a --step that ends in .pattern.");
    const auto request = runRequest(given, *model);
    if (!request)
        return tl::unexpected(request.error());
    const auto trace = hl::run(*request);
    if (!trace)
        return failure(trace);
    const ModelSpec& spec = (*trace)->model().spec();
    if (!hasStep(spec, *step) && !isUnasked(*step, spec)) // the query stream predicts, where there is one
        return tl::unexpected(Failure(noStep(spec, nameOf(*step))));
    const auto chain = chainOf(**trace, *step, *reading, static_cast<Index>(*row), static_cast<Index>(*col));
    if (!chain)
        return failure(chain);
    std::string text = ledgerText(*chain, formats.at(format), static_cast<int>(*digits));
    if (!text.ends_with('\n'))
        text += '\n';
    return Output{std::move(text), notesOf(**trace)};
}

} // namespace

Command explainCommand()
{
    return {"explain", "how one number was computed, with every operand",
            "--model M (--text T [--target T2 | --pair T2] | --image FILE.png | --audio FILE.wav) [--edits FILE.json] [--ablate HEADS] --step NAME --row I --col J [--words] [--specials HOW] [--aggregate HOW] [--format text|latex|numpy] [--digits N]",
            options, run};
}

} // namespace hl
