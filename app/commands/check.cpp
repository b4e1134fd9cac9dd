#include "core/check/check.h"

#include "app/commands/model_input.h"
#include "app/commands/no_step.h"
#include "app/commands/table.h"
#include "core/analysis/attention_problem.h"
#include "core/base/shown.h"
#include "core/check/given_names.h"
#include "core/check/report.h"

#include <array>
#include <limits>

namespace hl {

namespace {

constexpr std::array options{
    OptionInfo{"--given", "[NAME=]FILE",
               "a .npz or .json of arrays, or one array as .npy or .csv; may be given several times", false, true},
    OptionInfo{"--model", "M", "compare with this model instead: the numbers of its attention on a text"},
    textOption,
    targetOption,
    pairOption,
    OptionInfo{"--layer", "L", "with --model: the layer, counted from 0; 0 unless given"},
    OptionInfo{"--head", "H", "with --model: the head, counted from 0; all heads unless given"},
    OptionInfo{"--side", "SIDE", "with --model: encoder, decoder or cross, where the model has both"},
    OptionInfo{"--json", "", "the report as JSON"},
    OptionInfo{"--mistakes", "", "list the mistakes that are known, and no more"},
    OptionInfo{"--names", "", "list the names that arrays may have, and no more"},
};

Outcome listMistakes()
{
    std::vector<std::vector<std::string>> rows{{"name", "step", "rule", "mistake"}};
    for (const Mistake& mistake : mistakes())
        rows.push_back({std::string(mistake.name), std::string(infoOf(mistake.step).name), std::string(mistake.rule), mistake.title});
    return Output{plainTable(rows), {}};
}

Outcome listNames()
{
    std::string text = "Case, underscores and dots do not count.\n";
    for (int role = 0; role <= static_cast<int>(Role::HeadWidth); ++role)
        text += "  " + namesOf(static_cast<Role>(role)) + "\n";
    return Output{std::move(text), {}};
}

/// "Q=q.csv" names the array of a file; a file of that very name comes first.
Result<GivenArrays> readAll(const std::vector<std::string>& values)
{
    GivenArrays arrays;
    for (const std::string& value : values) {
        const auto equals = value.find('=');
        std::error_code ignored;
        const bool isNamed = equals != std::string::npos && equals > 0 && !std::filesystem::exists(value, ignored);
        auto read = readGiven(isNamed ? value.substr(equals + 1) : value, isNamed ? value.substr(0, equals) : std::string());
        if (!read)
            return read;
        arrays.insert(arrays.end(), std::make_move_iterator(read->begin()), std::make_move_iterator(read->end()));
    }
    return arrays;
}

tl::expected<Truth, Failure> truthOf(const Options& given)
{
    const auto layer = given.integer("--layer", 0, 0, std::numeric_limits<int>::max());
    const auto head = given.integer("--head", -1, 0, std::numeric_limits<int>::max());
    for (const auto* number : {&layer, &head}) {
        if (!*number)
            return tl::unexpected(Failure(number->error()));
    }
    if (!given.has("--text"))
        return misuse("--model needs a --text to compute on.");
    const auto model = openModel(given);
    if (!model)
        return failure(model);
    const ModelSpec& spec = (*model)->spec();
    StepRef place{.step = Step::Pattern, .layer = static_cast<int>(*layer), .head = static_cast<int>(*head)};
    const std::string side = given.valueOr("--side", spec.isEncoderDecoder() ? "decoder" : "");
    if (side.empty() != !spec.isEncoderDecoder() || (!side.empty() && side != "encoder" && side != "decoder" && side != "cross"))
        return misuse(spec.isEncoderDecoder() ? "--side takes encoder, decoder or cross, not \"" + shown(side) + "\"."
                                              : "The model " + spec.name + " has one stack and takes no --side.");
    place.side = side == "encoder" ? Side::Encoder : side.empty() ? Side::Only : Side::Decoder;
    place.isCross = side == "cross";
    StepRef first = place;
    first.head = std::max(place.head, 0);
    if (!hasStep(spec, first))
        return tl::unexpected(Failure(noStep(spec, nameOf(first))));
    auto request = runRequest(given, *model);
    if (!request)
        return tl::unexpected(request.error());
    request->dtype = DType::Float64;
    const auto trace = hl::run(*request);
    if (!trace)
        return failure(trace);
    auto problem = attentionProblemOf(**trace, place);
    if (!problem)
        return failure(problem);
    return Truth{std::move(*problem), nameOf(first)};
}

Outcome run(const Options& given)
{
    if (given.has("--mistakes"))
        return listMistakes();
    if (given.has("--names"))
        return listNames();
    if (!given.has("--given"))
        return misuse("--given is missing; usage: headlight check --given X.npz, or --given Q=q.csv --given K=k.csv --given weights=w.csv");
    for (const char* option : {"--text", "--layer", "--head", "--side", "--target", "--pair"}) {
        if (given.has(option) && !given.has("--model"))
            return misuse(std::string(option) + " needs a --model.");
    }
    const auto arrays = readAll(given.values("--given"));
    if (!arrays)
        return failure(arrays);
    std::optional<Truth> truth;
    if (given.has("--model")) {
        auto computed = truthOf(given);
        if (!computed)
            return tl::unexpected(computed.error());
        truth = std::move(*computed);
    }
    const auto readings = readingsOf(*arrays, truth ? &*truth : nullptr);
    if (!readings)
        return failure(readings);
    const CheckReport report = check(*readings);
    Output output;
    if (given.has("--json")) {
        output.text = jsonOf(report);
    } else {
        for (const Message& sentence : sentencesOf(report))
            output.text += sentence.english() + "\n";
    }
    output.exitCode = report.verdict == Verdict::Equal ? 0 : 1;
    return output;
}

} // namespace

Command checkCommand()
{
    return {"check", "whether someone's numbers of attention are right, or which mistake gives them (exit code 0: equal, 1: not)",
            "--given X.npz [--given NAME=FILE ...] [--model M --text T [--target T2 | --pair T2] [--layer L] [--head H] [--side SIDE]] [--json] | --mistakes | --names",
            options, run};
}

} // namespace hl
