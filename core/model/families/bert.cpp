// BERT (Devlin et al. 2018): a bidirectional stack with post-norm, learned positions, token types and a norm after the
// embedding.
#include "core/model/families/bert_like.h"
#include "core/model/families/class_head.h"

namespace hl {

namespace {

constexpr const char* pairScores = "cls.seq_relationship";

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore& tensors)
{
    auto spec = describeBertLike(config, "BERT");
    if (!spec)
        return spec;
    spec->family = "bert";
    const auto architecture = architectureOf(config);
    if (!architecture)
        return tl::unexpected(architecture.error());
    auto kind = headOf(config, HeadKind::MaskedWord, {"BertForMaskedLM", "BertForPreTraining"}, {"BertModel"},
                       {"BertForSequenceClassification", "BertForTokenClassification", "BertForQuestionAnswering", "BertForMultipleChoice", "BertForNextSentencePrediction"});
    if (!kind)
        return tl::unexpected(kind.error());
    if (*kind == HeadKind::Classes) {
        if (auto ok = describeTextClasses(config, ClassRow::Pooled, spec->head); !ok)
            return tl::unexpected(ok.error());
        return spec;
    }
    if (architecture->empty() && !tensors.has("cls.predictions.transform.dense.weight"))
        kind = HeadKind::None;
    SpecReader read(config);
    const bool isTied = read.booleanOr("tie_word_embeddings", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    addMaskedWordHead(*spec, *kind, spec->encoder->mlp.activation, isTied);
    spec->head.hasPooler = tensors.has("pooler.dense.weight") || tensors.has("bert.pooler.dense.weight");
    if (auto ok = describePair(config, tensors, ClassQuestion::Follows, pairScores, spec->head); !ok)
        return tl::unexpected(ok.error());
    return spec;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    tensors.choosePrefix({"bert.", ""}, "embeddings.word_embeddings.weight");
    WeightReader read(tensors);
    Weights weights;
    readBertEmbeddings(read, spec, weights);
    weights.encoder.blocks.resize(static_cast<std::size_t>(spec.encoder->layers));
    for (std::size_t layer = 0; layer < weights.encoder.blocks.size(); ++layer)
        readBertBlock(read, spec, "encoder.layer." + std::to_string(layer), weights.encoder.blocks[layer]);
    readTextClasses(read, spec, weights.head, {.pooler = "pooler.dense"});
    if (spec.head.hasPooler && spec.head.kind != HeadKind::Classes)
        read.linear(weights.head.pooler, "pooler.dense", spec.dModel, spec.dModel);
    readPair(read, spec, pairScores, weights.head);
    readMaskedWordHead(read, spec, weights.head, "cls.predictions.transform.dense", "cls.predictions.transform.LayerNorm",
                       "cls.predictions.decoder.weight", {"cls.predictions.bias", "cls.predictions.decoder.bias"});
    return read.finish(std::move(weights));
}

} // namespace

const Family& bertFamily()
{
    static const Family family{"bert", describe, map,
                               {"embeddings.position_ids", "cls.predictions.decoder.weight",
                                "cls.predictions.decoder.bias", "cls.predictions.bias"}};
    return family;
}

} // namespace hl
