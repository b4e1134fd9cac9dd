#include "app/commands/model_input.h"
#include "app/commands/no_step.h"
#include "app/commands/table.h"
#include "core/trace/trace_builder.h"

#include <array>

namespace hl {

namespace {

constexpr std::array options{
    OptionInfo{"--model", "M", "list this model's own steps with their shapes"},
    OptionInfo{"--markdown", "", "as a Markdown table"},
};

using Rows = std::vector<std::vector<std::string>>;

constexpr const char* introduction =
    R"(# Steps

Every number that Headlight shows or writes has one name: the step's name, and a row and a column of its matrix.
`{l}` is a layer and `{h}` a head, both counted from 0. Encoder-decoder models put `encoder.` or `decoder.` in front,
and their cross-attention is `decoder.blocks.{l}.cross.{h}.` instead of `attn`. XLNet puts `query.` in front of the steps
of its query stream, which has a row for each word that is asked for; its keys, values and distances are those of the
content stream. A step that a model does not have is absent, never zero. This page is what `headlight steps --markdown`
prints.

)";

std::string pathOf(const StepInfo& info)
{
    const std::string name(info.name);
    switch (info.scope) {
    case Scope::Model: return name;
    case Scope::Layer: return "blocks.{l}." + name;
    case Scope::Attention: return "blocks.{l}.attn." + name;
    case Scope::Head: return "blocks.{l}.attn.{h}." + name;
    }
    return name;
}

std::string axisText(Axis axis)
{
    return axis == Axis::One ? "1" : axisName(axis);
}

std::string bracketed(const StepInfo& info, const std::string& rows, const std::string& cols)
{
    return info.step == Step::Tokens ? "[" + rows + "]" : "[" + rows + ", " + cols + "]";
}

Rows allSteps()
{
    Rows rows{{"step", "shape", "formula", "meaning"}};
    for (const StepInfo& info : stepTable())
        rows.push_back({pathOf(info), bracketed(info, axisText(info.rows), axisText(info.cols)), info.formula, info.meaning});
    return rows;
}

/// n tokens of the text; m of the target, or that are asked for; before the keys, rows of memory.
std::string lengthOf(Axis axis, const StepRef& ref, Index size, int memory)
{
    const char* own = ref.side == Side::Decoder || ref.side == Side::Query ? "m" : "n";
    switch (axis) {
    case Axis::Position:
    case Axis::Query: return own;
    case Axis::Key:
        if (ref.isCross || ref.side == Side::Query)
            return "n";
        return memory > 0 ? own + (" + " + std::to_string(memory)) : own;
    case Axis::Distance: return "distances";
    default: return std::to_string(size);
    }
}

Rows stepsOfModel(const ModelSpec& spec)
{
    Rows rows{{"step", "shape", "formula"}};
    for (const StepRef& ref : possibleSteps(spec)) {
        const StepInfo& info = infoOf(ref.step);
        const int memory = spec.stack(ref.side).memory;
        constexpr Index some = 2; // tokens: one row that they have in common shows
        const StepShape shape = shapeOf(ref, spec, spec.arrays ? spec.arrays->queries : some, some, true, memory);
        const auto length = [&](Axis axis, Index size) {
            return spec.arrays || (axis == Axis::Position && size == 1) ? std::to_string(size) : lengthOf(axis, ref, size, memory);
        };
        rows.push_back({nameOf(ref), bracketed(info, length(info.rows, shape.rows), length(info.cols, shape.cols)),
                        formulaOf(ref, spec)});
    }
    return rows;
}

Outcome run(const Options& given)
{
    const bool isMarkdown = given.has("--markdown");
    if (!given.has("--model"))
        return Output{isMarkdown ? introduction + markdownTable(allSteps(), {0}) : plainTable(allSteps()), {}};
    const auto model = openModel(given);
    if (!model)
        return failure(model);
    const Rows rows = stepsOfModel((*model)->spec());
    return Output{isMarkdown ? markdownTable(rows, {0}) : plainTable(rows), {}};
}

} // namespace

Command stepsCommand()
{
    return {"steps", "the table of steps, or a model's own list with shapes", "[--model M] [--markdown]", options, run};
}

} // namespace hl
