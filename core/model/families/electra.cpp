// ELECTRA (Clark et al. 2020): BERT with an embedding that may be narrower than the model, and is then widened after its
// norm. The generator fills in masked words; the discriminator tells of each word whether the generator put it there.
#include "core/model/families/bert_like.h"
#include "core/model/families/class_head.h"

#include "core/base/limits.h"

#include <nlohmann/json.hpp>

namespace hl {

namespace {

/// How a text's choice is summed up: the first row through a layer and gelu; there are other ways.
Result<void> checkSummary(const ConfigReader& config)
{
    SpecReader read(config);
    const std::string row = read.stringOr("summary_type", "first");
    const bool isProjected = read.booleanOr("summary_use_proj", true);
    const bool isProjectedToLabels = read.booleanOr("summary_proj_to_labels", false);
    const std::string activation = read.stringOr("summary_activation", config.raw().contains("summary_activation") ? "" : "gelu");
    if (!read.ok())
        return read.ok();
    if (row != "first")
        return failSetting(config, "summary_type", row, "first");
    if (!isProjected)
        return failSetting(config, "summary_use_proj", "false", "true");
    if (isProjectedToLabels)
        return failSetting(config, "summary_proj_to_labels", "true", "false");
    if (activation != "gelu")
        return failSetting(config, "summary_activation", activation, "gelu");
    return {};
}

/// The discriminator's head: a layer, the feed-forward network's activation and one score of each token, without a norm.
void describeDiscriminator(ModelSpec& spec)
{
    HeadSpec& head = spec.head;
    head.kind = HeadKind::Classes;
    head.isTied = false;
    head.transform = spec.encoder->mlp.activation;
    head.hasTransformNorm = false;
    head.classRow = ClassRow::Each;
    head.problem = ClassProblem::AnyOf;
    head.question = ClassQuestion::Replaced;
    head.classes = classesOf(head.question);
}

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore& tensors)
{
    auto spec = describeBertLike(config, "ELECTRA");
    if (!spec)
        return spec;
    spec->family = "electra";
    SpecReader read(config);
    const int width = read.integerOr("embedding_size", 1, limits::hidden, 128);
    const bool isTied = read.booleanOr("tie_word_embeddings", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (width != spec->dModel) {
        spec->encoder->embeddingWidth = width;
        spec->encoder->projection = EmbeddingProjection::OfNorm;
    }
    const auto architecture = architectureOf(config);
    if (!architecture)
        return tl::unexpected(architecture.error());
    const bool isDiscriminator = *architecture == "ElectraForPreTraining" && tensors.has("discriminator_predictions.dense_prediction.weight");
    const auto kind = headOf(config, HeadKind::MaskedWord, {"ElectraForMaskedLM"}, {"ElectraModel", "ElectraForPreTraining"},
                             {"ElectraForSequenceClassification", "ElectraForTokenClassification", "ElectraForQuestionAnswering", "ElectraForMultipleChoice"});
    if (!kind)
        return tl::unexpected(kind.error());
    if (*kind == HeadKind::Classes) {
        if (auto ok = describeTextClasses(config, ClassRow::Pooled, spec->head); !ok)
            return tl::unexpected(ok.error());
        spec->head.poolerActivation = Activation::Gelu; // whatever the feed-forward network's is
        if (spec->head.question == ClassQuestion::Choice) {
            if (auto ok = checkSummary(config); !ok)
                return tl::unexpected(ok.error());
        }
        return spec;
    }
    if (isDiscriminator) {
        describeDiscriminator(*spec);
        return spec;
    }
    addMaskedWordHead(*spec, *kind, Activation::Gelu, isTied); // whatever the feed-forward network's is
    spec->head.width = width;
    return spec;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    tensors.choosePrefix({"electra.", ""}, "embeddings.word_embeddings.weight");
    WeightReader read(tensors);
    Weights weights;
    readBertEmbeddings(read, spec, weights);
    if (spec.encoder->projection != EmbeddingProjection::None)
        read.linear(weights.encoder.projection, "embeddings_project", spec.encoder->embeddingWidth, spec.dModel);
    weights.encoder.blocks.resize(static_cast<std::size_t>(spec.encoder->layers));
    for (std::size_t layer = 0; layer < weights.encoder.blocks.size(); ++layer)
        readBertBlock(read, spec, "encoder.layer." + std::to_string(layer), weights.encoder.blocks[layer]);
    if (spec.head.question == ClassQuestion::Replaced)
        read.linear(weights.head.transform, "discriminator_predictions.dense", spec.dModel, spec.dModel);
    readTextClasses(read, spec, weights.head,
                    {.pooler = "classifier.dense",
                     .scores = "classifier.out_proj",
                     .tokenScores = spec.head.question == ClassQuestion::Replaced ? "discriminator_predictions.dense_prediction" : "classifier",
                     .choicePooler = "sequence_summary.summary"});
    readMaskedWordHead(read, spec, weights.head, "generator_predictions.dense", "generator_predictions.LayerNorm",
                       "generator_lm_head.weight", {"generator_lm_head.bias"});
    return read.finish(std::move(weights));
}

} // namespace

const Family& electraFamily()
{
    static const Family family{"electra", describe, map, {"embeddings.position_ids", "generator_lm_head.weight"}};
    return family;
}

} // namespace hl
