#pragma once

#include "core/model/families/family.h"
#include "core/model/families/weight_reader.h"

namespace hl {

/// The names of the classes: "id2label" in the order of its numbers, or LABEL_0, LABEL_1, ... as many as "num_labels"
/// says, or else `absentCount`.
[[nodiscard]] Result<std::vector<std::string>> classNames(const ConfigReader& config, int absentCount = 2);

/// The names of the classes and what their scores say ("problem_type"): one class says a number, more are to be chosen from
/// where the configuration is silent. Refuses another problem by its name, and a choice without two classes.
[[nodiscard]] Result<void> describeProblem(const ConfigReader& config, HeadSpec& head, int absentCount = 2);

/// Makes `head` one that says where in the text an answer stands.
void describeAnswers(HeadSpec& head);

/// Makes `head` one that scores classes of a text, after the ending of the architecture: of each token (ForTokenClassification), where
/// the answer begins and ends (ForQuestionAnswering, whose number of classes is said to be two), else of the whole from `row`: what
/// the file says, one number (ForMultipleChoice), or whether the second text follows the first (ForNextSentencePrediction).
[[nodiscard]] Result<void> describeTextClasses(const ConfigReader& config, ClassRow row, HeadSpec& head, int absentCount = 2);

/// Where a family keeps its heads of classes; those for each token have a bias everywhere, and that for answers one name.
struct ClassTensors
{
    std::string pooler; ///< the layer before the scores; "" where there is none
    std::string scores = "classifier";
    Bias scoresBias = Bias::Yes;
    std::string tokenScores = "classifier";
    std::string choicePooler{}; ///< of a text that is one of several to choose from, where it is not `pooler`
    std::string choiceScores = "classifier";
};

/// Takes the layers of a head described by describeTextClasses; nothing where the head is another.
/// pooler [d_model, d_model]; scores [classes, d_model, or the head's width].
void readTextClasses(WeightReader& read, const ModelSpec& spec, HeadWeights& head, const ClassTensors& names);

/// What a causal family calls its heads, and what it takes for absent keys.
struct CausalHeads
{
    std::string name; ///< what its architectures begin with: "Bloom"
    std::vector<std::string_view> ofWords;
    bool hasTokenClasses = true;
    bool hasAnswers = true;
    std::optional<int> absentPadding{}; ///< as describeLastRowClasses() takes it
};

/// The head that the first of "architectures" has: of words, of classes (…ForSequenceClassification, …ForTokenClassification), of
/// answers (…ForQuestionAnswering, which has two scores whatever the file calls its classes), or none (…Model). Leaves how words are
/// scored as it is. Refuses a model whose words also see those behind them.
[[nodiscard]] Result<void> describeCausalHead(const ConfigReader& config, const CausalHeads& heads, HeadSpec& head);

/// Of a causal model: the scores are those of each token, or of the last one before the padding token that the configuration
/// names, or the family does (`absentPadding`) where the configuration is silent.
[[nodiscard]] Result<void> describeLastRowClasses(const ConfigReader& config, HeadSpec& head, std::optional<int> absentPadding = std::nullopt);
/// `score`, without bias; for each token `tokenScores`.
[[nodiscard]] ClassTensors lastRowTensors(const std::string& tokenScores = "classifier");

/// Of a …ForPreTraining whose file has it: the second head `scores`, which asks `question` of a pair of texts; it needs a pooler.
[[nodiscard]] Result<void> describePair(const ConfigReader& config, const TensorStore& tensors, ClassQuestion question,
                                        const std::string& scores, HeadSpec& head);
/// `scores` [2, d_model], with a bias; nothing where there is no such head.
void readPair(WeightReader& read, const ModelSpec& spec, const std::string& scores, HeadWeights& head);

/// Of a …DoubleHeadsModel whose file has it: the second head, which makes one number of the last row. One that does it otherwise is
/// left out.
[[nodiscard]] Result<void> describeChoice(const ConfigReader& config, const TensorStore& tensors, HeadSpec& head);
/// `multiple_choice_head.summary` [1, d_model], with a bias; nothing where there is no such head.
void readChoice(WeightReader& read, const ModelSpec& spec, HeadWeights& head);

} // namespace hl
