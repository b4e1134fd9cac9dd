// MPNet (Song et al. 2020): BERT without token types, positions counted as RoBERTa does, and a T5 bias on the scores, shared
// by all layers.
#include "core/model/families/bert_like.h"
#include "core/model/families/class_head.h"

#include "core/base/limits.h"

namespace hl {

namespace {

// Fixed in the reference, whatever the configuration says.
constexpr int padding = 1;
constexpr int buckets = 32;

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore& tensors)
{
    auto spec = describeBertLike(config, "MPNet", {.segments = 0, .hasPositionKinds = false});
    if (!spec)
        return spec;
    spec->family = "mpnet";
    spec->encoder->segments = 0;
    SpecReader read(config);
    PositionSpec& positions = spec->encoder->positions;
    positions.alsoT5Bias = true;
    positions.t5Buckets = buckets;
    positions.t5Rows = read.integerOr("relative_attention_num_buckets", buckets, limits::tableRows, buckets);
    positions.t5MaxDistance = 128;
    const bool isTied = read.booleanOr("tie_word_embeddings", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (auto ok = countFromPadding(config, positions, padding); !ok)
        return tl::unexpected(ok.error());
    const auto kind = headOf(config, HeadKind::MaskedWord, {"MPNetForMaskedLM"}, {"MPNetModel"},
                             {"MPNetForSequenceClassification", "MPNetForTokenClassification", "MPNetForQuestionAnswering", "MPNetForMultipleChoice"});
    if (!kind)
        return tl::unexpected(kind.error());
    if (*kind == HeadKind::Classes) {
        if (auto ok = describeTextClasses(config, ClassRow::Pooled, spec->head); !ok)
            return tl::unexpected(ok.error());
        return spec;
    }
    addMaskedWordHead(*spec, *kind, Activation::Gelu, isTied); // whatever the feed-forward network's is
    spec->head.hasPooler = tensors.has("pooler.dense.weight") || tensors.has("mpnet.pooler.dense.weight");
    return spec;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    const Index d = spec.dModel;
    tensors.choosePrefix({"mpnet.", ""}, "embeddings.word_embeddings.weight");
    WeightReader read(tensors);
    Weights weights;
    readBertEmbeddings(read, spec, weights);
    const PositionSpec& positions = spec.encoder->positions;
    read.rows(weights.encoder.relativeBias, "encoder.relative_attention_bias.weight", positions.t5Rows, spec.encoder->attention.heads,
              0, positions.t5Buckets);
    weights.encoder.blocks.resize(static_cast<std::size_t>(spec.encoder->layers));
    for (std::size_t layer = 0; layer < weights.encoder.blocks.size(); ++layer) {
        BlockWeights& block = weights.encoder.blocks[layer];
        const std::string name = "encoder.layer." + std::to_string(layer);
        read.linear(block.attention.q, name + ".attention.attn.q", d, d);
        read.linear(block.attention.k, name + ".attention.attn.k", d, d);
        read.linear(block.attention.v, name + ".attention.attn.v", d, d);
        read.linear(block.attention.o, name + ".attention.attn.o", d, d);
        read.norm(block.ln1, name + ".attention.LayerNorm", d);
        readBertFeedForward(read, spec, name, block);
    }
    readTextClasses(read, spec, weights.head, {.pooler = "classifier.dense", .scores = "classifier.out_proj", .choicePooler = "pooler.dense"});
    if (spec.head.hasPooler && spec.head.kind != HeadKind::Classes)
        read.linear(weights.head.pooler, "pooler.dense", d, d);
    readMaskedWordHead(read, spec, weights.head, "lm_head.dense", "lm_head.layer_norm", "lm_head.decoder.weight",
                       {"lm_head.bias", "lm_head.decoder.bias"});
    return read.finish(std::move(weights));
}

} // namespace

const Family& mpnetFamily()
{
    static const Family family{"mpnet", describe, map,
                               {"embeddings.position_ids", "lm_head.decoder.weight", "lm_head.decoder.bias", "lm_head.bias"}};
    return family;
}

} // namespace hl
