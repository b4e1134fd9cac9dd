// ALBERT (Lan et al. 2019): BERT with a narrow embedding, widened after its norm, and layers that share their weights in
// groups.
#include "core/model/families/bert_like.h"
#include "core/model/families/class_head.h"

#include "core/base/limits.h"

#include <algorithm>

namespace hl {

namespace {

constexpr const char* pairScores = "sop_classifier.classifier";

/// Names of the layers' weights, in the order the layers run: layer i of L uses group i / (L / groups), all its parts in turn.
std::vector<std::string> layerNames(int layers, int groups, int perGroup)
{
    std::vector<std::string> names;
    for (int layer = 0; layer < layers; ++layer) {
        const auto group = static_cast<int>(layer / (static_cast<double>(layers) / groups));
        for (int part = 0; part < perGroup; ++part)
            names.push_back("encoder.albert_layer_groups." + std::to_string(group) + ".albert_layers." + std::to_string(part));
    }
    return names;
}

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore& tensors)
{
    auto spec = describeBertLike(config, "ALBERT", {.activation = "gelu_new"});
    if (!spec)
        return spec;
    spec->family = "albert";
    SpecReader read(config);
    const int width = read.integerOr("embedding_size", 1, limits::hidden, 128);
    const int groups = read.integerOr("num_hidden_groups", 1, spec->encoder->layers, 1);
    const int perGroup = read.integerOr("inner_group_num", 1, limits::layers, 1);
    const bool isTied = read.booleanOr("tie_word_embeddings", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    spec->encoder->embeddingWidth = width;
    spec->encoder->projection = EmbeddingProjection::OfNorm;
    const std::vector<std::string> names = layerNames(spec->encoder->layers, groups, perGroup);
    spec->encoder->sharedLayers = names;
    spec->encoder->layers = static_cast<int>(names.size());
    const auto kind =
        headOf(config, HeadKind::MaskedWord, {"AlbertForMaskedLM", "AlbertForPreTraining"}, {"AlbertModel"},
               {"AlbertForSequenceClassification", "AlbertForTokenClassification", "AlbertForQuestionAnswering", "AlbertForMultipleChoice"});
    if (!kind)
        return tl::unexpected(kind.error());
    if (*kind == HeadKind::Classes) {
        if (auto ok = describeTextClasses(config, ClassRow::Pooled, spec->head); !ok)
            return tl::unexpected(ok.error());
        return spec;
    }
    addMaskedWordHead(*spec, *kind, spec->encoder->mlp.activation, isTied);
    spec->head.width = width;
    spec->head.hasPooler = tensors.has("pooler.weight") || tensors.has("albert.pooler.weight");
    if (auto ok = describePair(config, tensors, ClassQuestion::Order, pairScores, spec->head); !ok)
        return tl::unexpected(ok.error());
    return spec;
}

void readBlock(WeightReader& read, const ModelSpec& spec, const std::string& name, BlockWeights& block)
{
    const Index d = spec.dModel;
    const Index dMlp = spec.encoder->mlp.dMlp;
    read.linear(block.attention.q, name + ".attention.query", d, d);
    read.linear(block.attention.k, name + ".attention.key", d, d);
    read.linear(block.attention.v, name + ".attention.value", d, d);
    readDistances(read, spec, name + ".attention", block.attention);
    read.linear(block.attention.o, name + ".attention.dense", d, d);
    read.norm(block.ln1, name + ".attention.LayerNorm", d);
    read.linear(block.mlpIn, name + ".ffn", d, dMlp);
    read.linear(block.mlpOut, name + ".ffn_output", dMlp, d);
    read.norm(block.ln2, name + ".full_layer_layer_norm", d);
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    tensors.choosePrefix({"albert.", ""}, "embeddings.word_embeddings.weight");
    WeightReader read(tensors);
    Weights weights;
    readBertEmbeddings(read, spec, weights);
    read.linear(weights.encoder.projection, "encoder.embedding_hidden_mapping_in", spec.encoder->embeddingWidth, spec.dModel);
    const std::vector<std::string>& names = spec.encoder->sharedLayers;
    for (std::size_t layer = 0; layer < names.size(); ++layer) {
        const auto first = static_cast<std::size_t>(std::find(names.begin(), names.end(), names[layer]) - names.begin());
        weights.encoder.blocks.emplace_back();
        if (first < layer)
            weights.encoder.blocks.back() = weights.encoder.blocks[first];
        else
            readBlock(read, spec, names[layer], weights.encoder.blocks.back());
    }
    readTextClasses(read, spec, weights.head, {.pooler = "pooler"});
    if (spec.head.hasPooler && spec.head.kind != HeadKind::Classes)
        read.linear(weights.head.pooler, "pooler", spec.dModel, spec.dModel);
    readPair(read, spec, pairScores, weights.head);
    readMaskedWordHead(read, spec, weights.head, "predictions.dense", "predictions.LayerNorm", "predictions.decoder.weight",
                       {"predictions.bias", "predictions.decoder.bias"});
    return read.finish(std::move(weights));
}

} // namespace

const Family& albertFamily()
{
    static const Family family{"albert", describe, map,
                               {"embeddings.position_ids", "predictions.decoder.weight", "predictions.decoder.bias",
                                "predictions.bias"}};
    return family;
}

} // namespace hl
