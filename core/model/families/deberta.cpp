// DeBERTa (He et al. 2020): BERT whose scores add how content fits distance and distance fits content. Query, key and value
// projections share one tensor, head by head; queries and values have a bias.
#include "core/model/families/deberta.h"

#include "core/base/limits.h"
#include "core/model/families/class_head.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace hl {

namespace {

bool hasPart(const nlohmann::json& kinds, std::string_view part)
{
    // A list, or the same in one string: "c2p|p2c".
    if (kinds.is_string())
        return kinds.get<std::string>().find(part) != std::string::npos;
    return kinds.is_array() && std::find(kinds.begin(), kinds.end(), part) != kinds.end();
}

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore& tensors)
{
    auto spec = describeDeberta(config, tensors, "deberta", "Deberta");
    if (!spec)
        return spec;
    SpecReader read(config);
    const bool hasTalkingHeads = read.booleanOr("talking_head", false);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (hasTalkingHeads)
        return failSetting(config, "talking_head", "true", "false");
    return spec;
}

void readAttention(WeightReader& read, const ModelSpec& spec, const std::string& name, AttentionWeights& weights)
{
    const AttentionSpec& attention = spec.encoder->attention;
    const RelativeSpec& relative = spec.encoder->positions.relative;
    const Index d = spec.dModel;
    Linear* const parts[] = {&weights.q, &weights.k, &weights.v};
    const char* const names[] = {"q", "k", "v"};
    for (Index part = 0; part < 3; ++part)
        read.fused(*parts[part], name + ".in_proj", d, 3 * d, interleavedRows(attention.heads, 3, part, attention.dHead),
                   names[part], Bias::No);
    read.vector(weights.q.bias, name + ".q_bias", d);
    read.vector(weights.v.bias, name + ".v_bias", d);
    if (relative.kind != RelativeKind::None && relative.hasContentToPosition)
        read.linear(weights.positionK, name + ".pos_proj", d, d, Bias::No);
    if (relative.kind != RelativeKind::None && relative.hasPositionToContent)
        read.linear(weights.positionQ, name + ".pos_q_proj", d, d);
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    return mapDeberta(spec, tensors, readAttention);
}

} // namespace

Result<ModelSpec> describeDeberta(const ConfigReader& config, const TensorStore& tensors, const char* family,
                                  const std::string& classPrefix)
{
    auto spec = describeBertLike(config, "DeBERTa", 0);
    if (!spec)
        return spec;
    spec->family = family;
    StackSpec& stack = *spec->encoder;
    SpecReader read(config);
    stack.normEpsilon = read.realOr("layer_norm_eps", 1e-30, 1.0, 1e-7);
    stack.segments = read.integerOr("type_vocab_size", 0, limits::hidden, 0);
    const int positions = stack.positions.maxLength;
    if (!read.booleanOr("position_biased_input", true)) {
        stack.positions.kind = PositionKind::None;
        stack.positions.maxLength = 0;
    }
    const int width = read.integerOr("embedding_size", 1, limits::hidden, spec->dModel);
    const bool isRelative = read.booleanOr("relative_attention", false);
    const int given = read.integerOr("max_relative_positions", -1, limits::tableRows, -1);
    const bool isTied = read.booleanOr("tie_word_embeddings", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (width != spec->dModel)
        return failSetting(config, "embedding_size", std::to_string(width), std::to_string(spec->dModel));
    const nlohmann::json kinds = config.has("pos_att_type") ? config.raw().at("pos_att_type") : nlohmann::json::array();
    if (hasPart(kinds, "p2p"))
        return failSetting(config, "pos_att_type", "p2p", "c2p, p2c");
    RelativeSpec& relative = stack.positions.relative;
    relative.hasContentToPosition = hasPart(kinds, "c2p");
    relative.hasPositionToContent = hasPart(kinds, "p2c");
    const int terms = 1 + (relative.hasContentToPosition ? 1 : 0) + (relative.hasPositionToContent ? 1 : 0);
    stack.attention.scale = 1.0 / std::sqrt(static_cast<double>(stack.attention.dHead) * terms);
    relative.longest = given > 0 ? given : positions;
    relative.span = relative.longest;
    if (isRelative && terms > 1)
        relative.kind = RelativeKind::Disentangled;
    const bool hasHead = tensors.has("cls.predictions.transform.dense.weight") || config.has("architectures");
    const std::string words = classPrefix + "ForMaskedLM";
    const std::string bare = classPrefix + "Model";
    const std::string ofText = classPrefix + "ForSequenceClassification";
    const std::string ofTokens = classPrefix + "ForTokenClassification";
    const auto kind = headOf(config, hasHead ? HeadKind::MaskedWord : HeadKind::None, {words}, {bare}, {ofText, ofTokens});
    if (!kind)
        return tl::unexpected(kind.error());
    if (*kind == HeadKind::Classes) {
        if (auto ok = describeTextClasses(config, ClassRow::Pooled, spec->head); !ok)
            return tl::unexpected(ok.error());
        spec->head.poolerActivation = read.activation("pooler_hidden_act", "gelu");
        if (!read.ok())
            return tl::unexpected(read.ok().error());
        return spec;
    }
    addMaskedWordHead(*spec, *kind, stack.mlp.activation, isTied);
    return spec;
}

Result<Weights> mapDeberta(const ModelSpec& spec, TensorStore& tensors,
                           void (*readAttention)(WeightReader&, const ModelSpec&, const std::string&, AttentionWeights&))
{
    const StackSpec& stack = *spec.encoder;
    const RelativeSpec& relative = stack.positions.relative;
    const Index d = spec.dModel;
    tensors.choosePrefix({"deberta.", ""}, "embeddings.word_embeddings.weight");
    WeightReader read(tensors);
    Weights weights;
    readBertEmbeddings(read, spec, weights);
    if (relative.kind != RelativeKind::None) {
        read.matrix(weights.encoder.relative, "encoder.rel_embeddings.weight", 2 * Index{relative.span}, d);
        if (relative.isNormed)
            read.norm(weights.encoder.relativeNorm, "encoder.LayerNorm", d);
    }
    if (stack.convolution) {
        read.filters(weights.encoder.convolution, "encoder.conv.conv", d, stack.convolution->groups, stack.convolution->kernel);
        read.norm(weights.encoder.convolutionNorm, "encoder.conv.LayerNorm", d);
    }
    weights.encoder.blocks.resize(static_cast<std::size_t>(stack.layers));
    for (std::size_t layer = 0; layer < weights.encoder.blocks.size(); ++layer) {
        BlockWeights& block = weights.encoder.blocks[layer];
        const std::string name = "encoder.layer." + std::to_string(layer);
        readAttention(read, spec, name + ".attention.self", block.attention);
        read.linear(block.attention.o, name + ".attention.output.dense", d, d);
        read.norm(block.ln1, name + ".attention.output.LayerNorm", d);
        readBertFeedForward(read, spec, name, block);
    }
    readTextClasses(read, spec, weights.head, {.pooler = "pooler.dense"});
    readMaskedWordHead(read, spec, weights.head, "cls.predictions.transform.dense", "cls.predictions.transform.LayerNorm",
                       "cls.predictions.decoder.weight", {"cls.predictions.bias", "cls.predictions.decoder.bias"});
    return read.finish(std::move(weights));
}

const Family& debertaFamily()
{
    static const Family family{"deberta", describe, map,
                               {"embeddings.position_ids", "cls.predictions.decoder.weight", "cls.predictions.decoder.bias",
                                "cls.predictions.bias"}};
    return family;
}

} // namespace hl
