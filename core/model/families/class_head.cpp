#include "core/model/families/class_head.h"

#include "core/base/limits.h"

#include <nlohmann/json.hpp>

namespace hl {

Result<std::vector<std::string>> classNames(const ConfigReader& config)
{
    std::vector<std::string> names;
    if (!config.has("id2label")) {
        const auto count = config.integerOr("num_labels", 1, limits::vocabularySize, 2);
        if (!count)
            return tl::unexpected(count.error());
        for (std::int64_t i = 0; i < *count; ++i)
            names.push_back("LABEL_" + std::to_string(i));
        return names;
    }
    const auto labels = config.object("id2label");
    if (!labels)
        return tl::unexpected(labels.error());
    for (std::size_t i = 0; i < labels->raw().size(); ++i) {
        auto name = labels->string(std::to_string(i));
        if (!name)
            return tl::unexpected(name.error());
        names.push_back(std::move(*name));
    }
    return names;
}

Result<void> describeTextClasses(const ConfigReader& config, ClassRow row, HeadSpec& head)
{
    const auto architecture = architectureOf(config);
    if (!architecture)
        return tl::unexpected(architecture.error());
    SpecReader read(config);
    const std::string problem = read.stringOr("problem_type", "single_label_classification");
    if (!read.ok())
        return read.ok();
    // Several labels at once have probabilities of their own, which do not sum to 1; a regression has none.
    if (problem != "single_label_classification")
        return failSetting(config, "problem_type", problem, "single_label_classification");
    head = {};
    head.kind = HeadKind::Classes;
    head.isTied = false;
    head.classRow = architecture->ends_with("ForTokenClassification") ? ClassRow::Each : row;
    head.hasPooler = head.classRow == ClassRow::Pooled;
    if (auto ok = into(head.classes, classNames(config)); !ok)
        return ok;
    if (head.classes.size() < 2)
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "%1: \"id2label\" names %2 classes; a head that chooses needs two or more (with one it gives a number, which is not supported)."),
                    {config.what(), std::to_string(head.classes.size())});
    return {};
}

Result<void> describeLastRowClasses(const ConfigReader& config, HeadSpec& head)
{
    if (auto ok = describeTextClasses(config, ClassRow::Last, head); !ok)
        return ok;
    if (!config.has("pad_token_id"))
        return {};
    SpecReader read(config);
    head.paddingToken = read.integerOr("pad_token_id", -1, limits::tableRows, -1);
    return read.ok();
}

ClassTensors lastRowTensors()
{
    return {.pooler = "", .scores = "score", .scoresBias = Bias::No};
}

void readTextClasses(WeightReader& read, const ModelSpec& spec, HeadWeights& head, const ClassTensors& names)
{
    if (spec.head.kind != HeadKind::Classes)
        return;
    if (spec.head.hasPooler)
        read.linear(head.pooler, names.pooler, spec.dModel, spec.dModel);
    const bool isOfEach = spec.head.classRow == ClassRow::Each;
    const std::string scores = isOfEach ? "classifier" : names.scores;
    read.matrix(head.unembedding, scores + ".weight", spec.outputs(), spec.dModel);
    if (isOfEach || names.scoresBias == Bias::Yes)
        read.vector(head.bias, scores + ".bias", spec.outputs());
}

} // namespace hl
