#include "core/model/families/class_head.h"

#include "core/base/limits.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace hl {

Result<std::vector<std::string>> classNames(const ConfigReader& config, int absentCount)
{
    std::vector<std::string> names;
    if (!config.has("id2label")) {
        const auto count = config.integerOr("num_labels", 1, limits::vocabularySize, absentCount);
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

Result<void> describeProblem(const ConfigReader& config, HeadSpec& head, int absentCount)
{
    static constexpr std::array<std::pair<std::string_view, ClassProblem>, 3> known{{
        {"single_label_classification", ClassProblem::OneOf},
        {"multi_label_classification", ClassProblem::AnyOf},
        {"regression", ClassProblem::Number},
    }};
    if (auto ok = into(head.classes, classNames(config, absentCount)); !ok)
        return ok;
    SpecReader read(config);
    const std::string problem = read.stringOr("problem_type", head.classes.size() == 1 ? "regression" : "single_label_classification");
    if (!read.ok())
        return read.ok();
    const auto found = std::find_if(known.begin(), known.end(), [&](const auto& one) { return one.first == problem; });
    if (found == known.end())
        return failSetting(config, "problem_type", problem, "single_label_classification, multi_label_classification, regression");
    head.problem = found->second;
    if (head.classes.empty() || (head.problem == ClassProblem::OneOf && head.classes.size() < 2))
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "%1: \"id2label\" names %2 classes; expected two or more to choose from, or one or more where \"problem_type\" is multi_label_classification or regression."),
                    {config.what(), std::to_string(head.classes.size())});
    return {};
}

namespace {

/// The reference takes two scores of each token, whatever their names.
Result<void> describeSpan(const ConfigReader& config, HeadSpec& head)
{
    const auto names = classNames(config);
    if (!names)
        return tl::unexpected(names.error());
    if (names->size() != 2)
        return failSetting(config, config.has("id2label") ? "id2label" : "num_labels", std::to_string(names->size()), "2, for the start and the end of an answer");
    describeAnswers(head);
    return {};
}

} // namespace

void describeAnswers(HeadSpec& head)
{
    head = {};
    head.kind = HeadKind::Classes;
    head.isTied = false;
    head.classRow = ClassRow::Each;
    head.problem = ClassProblem::Span;
    head.classes = classesOf(head.asked());
}

Result<void> describeTextClasses(const ConfigReader& config, ClassRow row, HeadSpec& head, int absentCount)
{
    const auto architecture = architectureOf(config);
    if (!architecture)
        return tl::unexpected(architecture.error());
    if (architecture->ends_with("ForQuestionAnswering") || architecture->ends_with("ForQuestionAnsweringSimple"))
        return describeSpan(config, head);
    head = {};
    head.kind = HeadKind::Classes;
    head.isTied = false;
    head.classRow = architecture->ends_with("ForTokenClassification") ? ClassRow::Each : row;
    head.hasPooler = head.classRow == ClassRow::Pooled;
    if (architecture->ends_with("ForMultipleChoice")) {
        head.problem = ClassProblem::Number;
        head.question = ClassQuestion::Choice;
    } else if (architecture->ends_with("ForNextSentencePrediction")) {
        head.question = ClassQuestion::Follows;
    }
    if (head.question != ClassQuestion::Own) {
        head.classes = classesOf(head.question);
        return {};
    }
    return describeProblem(config, head, absentCount);
}

Result<void> describeLastRowClasses(const ConfigReader& config, HeadSpec& head, std::optional<int> absentPadding)
{
    if (auto ok = describeTextClasses(config, ClassRow::Last, head); !ok)
        return ok;
    if (!config.isSaid("pad_token_id")) // null says that there is none
        head.paddingToken = absentPadding;
    if (!config.has("pad_token_id"))
        return {};
    SpecReader read(config);
    head.paddingToken = read.integerOr("pad_token_id", -1, limits::tableRows, -1);
    return read.ok();
}

Result<void> describeCausalHead(const ConfigReader& config, const CausalHeads& heads, HeadSpec& head)
{
    SpecReader read(config);
    const bool isCausal = read.booleanOr("is_causal", true);
    const bool isTwoWay = read.booleanOr("use_bidirectional_attention", false);
    if (!read.ok())
        return read.ok();
    if (!isCausal)
        return failSetting(config, "is_causal", "false", "true");
    if (isTwoWay)
        return failSetting(config, "use_bidirectional_attention", "true", "false");
    const std::string bare = heads.name + "Model";
    const std::string ofText = heads.name + "ForSequenceClassification";
    const std::string ofTokens = heads.name + "ForTokenClassification";
    const std::string ofAnswers = heads.name + "ForQuestionAnswering";
    std::vector<std::string_view> ofClasses{ofText};
    if (heads.hasTokenClasses)
        ofClasses.emplace_back(ofTokens);
    if (heads.hasAnswers)
        ofClasses.emplace_back(ofAnswers);
    if (auto ok = into(head.kind, headOf(config, HeadKind::LanguageModel, heads.ofWords, {bare}, ofClasses)); !ok)
        return ok;
    if (head.kind != HeadKind::Classes)
        return {};
    const auto architecture = architectureOf(config);
    if (!architecture || *architecture != ofAnswers)
        return describeLastRowClasses(config, head, heads.absentPadding);
    describeAnswers(head);
    return {};
}

ClassTensors lastRowTensors(const std::string& tokenScores)
{
    return {.pooler = "", .scores = "score", .scoresBias = Bias::No, .tokenScores = tokenScores};
}

Result<void> describePair(const ConfigReader& config, const TensorStore& tensors, ClassQuestion question, const std::string& scores, HeadSpec& head)
{
    const auto architecture = architectureOf(config);
    if (!architecture)
        return tl::unexpected(architecture.error());
    if (head.hasPooler && architecture->ends_with("ForPreTraining") && tensors.has(scores + ".weight"))
        head.pairQuestion = question;
    return {};
}

void readPair(WeightReader& read, const ModelSpec& spec, const std::string& scores, HeadWeights& head)
{
    if (spec.head.pairQuestion != ClassQuestion::Own)
        read.linear(head.pair, scores, spec.dModel, static_cast<Index>(classesOf(spec.head.pairQuestion).size()));
}

Result<void> describeChoice(const ConfigReader& config, const TensorStore& tensors, HeadSpec& head)
{
    const auto architecture = architectureOf(config);
    if (!architecture)
        return tl::unexpected(architecture.error());
    if (!architecture->ends_with("DoubleHeadsModel") || !tensors.has("multiple_choice_head.summary.weight"))
        return {};
    SpecReader read(config);
    const std::string row = read.stringOr("summary_type", "cls_index"); // no place of it is given: the last one
    const bool isProjected = read.booleanOr("summary_use_proj", true) && read.booleanOr("summary_proj_to_labels", true);
    const bool isLinear = read.stringOr("summary_activation", "").empty();
    if (read.ok())
        head.hasChoiceScore = (row == "cls_index" || row == "last") && isProjected && isLinear;
    return read.ok();
}

void readChoice(WeightReader& read, const ModelSpec& spec, HeadWeights& head)
{
    if (spec.head.hasChoiceScore)
        read.linear(head.choice, "multiple_choice_head.summary", spec.dModel, 1);
}

void readTextClasses(WeightReader& read, const ModelSpec& spec, HeadWeights& head, const ClassTensors& names)
{
    if (spec.head.kind != HeadKind::Classes)
        return;
    const bool isChoice = spec.head.question == ClassQuestion::Choice;
    if (spec.head.hasPooler)
        read.linear(head.pooler, isChoice && !names.choicePooler.empty() ? names.choicePooler : names.pooler, spec.dModel, spec.dModel);
    const bool isOfEach = spec.head.classRow == ClassRow::Each;
    const std::string scores = spec.head.problem == ClassProblem::Span        ? "qa_outputs"
                               : isOfEach                                     ? names.tokenScores
                               : isChoice                                     ? names.choiceScores
                               : spec.head.question == ClassQuestion::Follows ? "cls.seq_relationship"
                                                                              : names.scores;
    read.matrix(head.unembedding, scores + ".weight", spec.outputs(), spec.head.width > 0 ? spec.head.width : spec.dModel);
    if (isOfEach || names.scoresBias == Bias::Yes)
        read.vector(head.bias, scores + ".bias", spec.outputs());
}

} // namespace hl
