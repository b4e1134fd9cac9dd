#include "app/commands/model_input.h"
#include "app/commands/table.h"
#include "core/model/model_facts.h"

#include <array>

namespace hl {

namespace {

constexpr std::array options{modelOption};

using Rows = std::vector<std::vector<std::string>>;

Outcome run(const Options& given)
{
    const auto model = openModel(given);
    if (!model)
        return failure(model);
    Rows rows;
    for (const ModelFact& fact : factsOf(**model))
        rows.push_back({fact.label.english(), english(fact.value)});
    if (const auto licence = licenceOf(given.valueOr("--model", "")))
        rows.push_back({licence->label.english(), english(licence->value)});
    const auto tensors = (*model)->tensors();
    rows.push_back({"tensors", std::to_string(tensors.size())});
    Rows list;
    for (const Tensor& tensor : tensors)
        list.push_back({"  " + tensor.name(), shapeText(tensor)});
    Output out{plainTable(rows) + plainTable(list), {}};
    for (const std::string& note : (*model)->card().notes)
        out.text += "note: " + note + "\n";
    for (const Message& note : (*model)->notes())
        out.text += "warning: " + note.english() + "\n";
    return out;
}

} // namespace

Command infoCommand()
{
    return {"info", "a model's family, sizes, tensors, tokenizer and warnings", "--model M", options, run};
}

} // namespace hl
