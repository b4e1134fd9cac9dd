#pragma once

#include "core/model/families/family.h"
#include "core/model/families/weight_reader.h"

namespace hl {

/// The names of the classes: "id2label" in the order of its numbers, or LABEL_0, LABEL_1, ... as many as "num_labels"
/// says, or two.
[[nodiscard]] Result<std::vector<std::string>> classNames(const ConfigReader& config);

/// Makes `head` one that scores classes of a text: of each token where the architecture ends in ForTokenClassification, else of
/// the whole from `row`. Refuses what is no choice among classes: several at once, or one number.
[[nodiscard]] Result<void> describeTextClasses(const ConfigReader& config, ClassRow row, HeadSpec& head);

/// Where a family keeps the head for the whole text; that for each token is `classifier` everywhere.
struct ClassTensors
{
    std::string pooler; ///< the layer before the scores; "" where there is none
    std::string scores = "classifier";
    Bias scoresBias = Bias::Yes;
};

/// Takes the layers of a head described by describeTextClasses; nothing where the head is another.
/// pooler [d_model, d_model]; scores [classes, d_model].
void readTextClasses(WeightReader& read, const ModelSpec& spec, HeadWeights& head, const ClassTensors& names);

/// Of a causal model: the scores are those of the last token before the padding token that the configuration names.
[[nodiscard]] Result<void> describeLastRowClasses(const ConfigReader& config, HeadSpec& head);
/// `score`, without bias.
[[nodiscard]] ClassTensors lastRowTensors();

} // namespace hl
