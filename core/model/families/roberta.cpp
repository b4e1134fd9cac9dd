// RoBERTa (Liu et al. 2019): BERT whose positions count the tokens that are not padding, from the padding token's number + 1.
#include "core/model/families/bert_like.h"
#include "core/model/families/class_head.h"

#include "core/base/limits.h"

namespace hl {

namespace {

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore& tensors)
{
    auto spec = describeBertLike(config, "RoBERTa");
    if (!spec)
        return spec;
    spec->family = "roberta";
    SpecReader read(config);
    const int padding = read.integerOr("pad_token_id", 0, limits::tableRows, 1);
    const bool isTied = read.booleanOr("tie_word_embeddings", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (auto ok = countFromPadding(config, spec->encoder->positions, padding); !ok)
        return tl::unexpected(ok.error());
    const auto kind = headOf(config, HeadKind::MaskedWord, {"RobertaForMaskedLM"}, {"RobertaModel"},
                             {"RobertaForSequenceClassification", "RobertaForTokenClassification", "RobertaForQuestionAnswering", "RobertaForMultipleChoice"});
    if (!kind)
        return tl::unexpected(kind.error());
    if (*kind == HeadKind::Classes) {
        if (auto ok = describeTextClasses(config, ClassRow::Pooled, spec->head); !ok)
            return tl::unexpected(ok.error());
        return spec;
    }
    addMaskedWordHead(*spec, *kind, Activation::Gelu, isTied); // whatever the feed-forward network's is
    spec->head.hasPooler = tensors.has("pooler.dense.weight") || tensors.has("roberta.pooler.dense.weight");
    return spec;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    tensors.choosePrefix({"roberta.", ""}, "embeddings.word_embeddings.weight");
    WeightReader read(tensors);
    Weights weights;
    readBertEmbeddings(read, spec, weights);
    weights.encoder.blocks.resize(static_cast<std::size_t>(spec.encoder->layers));
    for (std::size_t layer = 0; layer < weights.encoder.blocks.size(); ++layer)
        readBertBlock(read, spec, "encoder.layer." + std::to_string(layer), weights.encoder.blocks[layer]);
    readTextClasses(read, spec, weights.head, {.pooler = "classifier.dense", .scores = "classifier.out_proj", .choicePooler = "pooler.dense"});
    if (spec.head.hasPooler && spec.head.kind != HeadKind::Classes)
        read.linear(weights.head.pooler, "pooler.dense", spec.dModel, spec.dModel);
    readMaskedWordHead(read, spec, weights.head, "lm_head.dense", "lm_head.layer_norm", "lm_head.decoder.weight",
                       {"lm_head.bias", "lm_head.decoder.bias"});
    return read.finish(std::move(weights));
}

} // namespace

const Family& robertaFamily()
{
    static const Family family{"roberta", describe, map,
                               {"embeddings.position_ids", "lm_head.decoder.weight", "lm_head.decoder.bias", "lm_head.bias"}};
    return family;
}

} // namespace hl
