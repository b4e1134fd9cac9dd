// Transformer-XL (Dai et al. 2019): scores depend on sines and cosines of the distance, every block also attends to what
// entered it for the text before, and rare words are scored in groups (adaptive softmax).
#include "core/model/families/family.h"
#include "core/model/families/weight_reader.h"

#include "core/base/limits.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace hl {

namespace {

Result<std::vector<int>> cutoffsOf(const ConfigReader& config)
{
    std::vector<int> cutoffs;
    if (!config.has("cutoffs"))
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "%1 has no \"cutoffs\", which say how words are grouped."),
                    {config.what()});
    const auto& list = config.raw().at("cutoffs");
    for (const auto& number : list.is_array() ? list : nlohmann::json::array({list})) {
        if (!number.is_number_integer() || number < 1 || number > limits::tableRows || cutoffs.size() > 64)
            return fail(ErrorCode::BadConfig, HL_NOOP("core", "%1: \"cutoffs\" is not a short list of numbers of words."),
                        {config.what()});
        cutoffs.push_back(number.get<int>());
    }
    return cutoffs;
}

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore&)
{
    SpecReader read(config);
    ModelSpec spec;
    StackSpec stack;
    spec.family = "transfo-xl";
    spec.dModel = read.integer("d_model", 1, limits::hidden);
    AttentionSpec& attention = stack.attention;
    attention.heads = read.integer("n_head", 1, limits::heads);
    attention.dHead = attention.dValue = read.integer("d_head", 1, limits::hidden);
    attention.isCausal = true;
    attention.scale = 1.0 / std::sqrt(static_cast<double>(attention.dHead));
    stack.layers = read.integer("n_layer", 1, limits::layers);
    spec.vocabulary = read.integer("vocab_size", 1, limits::tableRows);
    stack.mlp.dMlp = read.integer("d_inner", 1, 16 * limits::hidden);
    stack.mlp.activation = Activation::Relu;
    stack.normEpsilon = read.realOr("layer_norm_epsilon", 1e-30, 1.0, 1e-5);
    stack.placement = read.booleanOr("pre_lnorm", false) ? NormPlacement::Pre : NormPlacement::Post;
    stack.embeddingScale = std::sqrt(static_cast<double>(spec.dModel));
    stack.memory = read.integerOr("mem_len", 0, limits::tableRows, 1600);
    stack.positions.relative.kind = RelativeKind::Sinusoidal;
    stack.positions.relative.clamp = std::max(0, read.integerOr("clamp_len", -1, limits::tableRows, 1000));
    if (read.booleanOr("same_length", true) && stack.memory > 0)
        attention.windows.assign(static_cast<std::size_t>(stack.layers), stack.memory);
    const int width = read.integerOr("d_embed", 1, limits::hidden, spec.dModel);
    const int division = read.integerOr("div_val", 1, limits::hidden, 4);
    const int kind = read.integerOr("attn_type", 0, 100, 0);
    spec.head.isTied = read.booleanOr("tie_word_embeddings", true) && read.booleanOr("tie_weight", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (kind != 0)
        return failSetting(config, "attn_type", std::to_string(kind), "0");
    if (division != 1)
        return failSetting(config, "div_val", std::to_string(division), "1");
    if (width != spec.dModel)
        return failSetting(config, "d_embed", std::to_string(width), std::to_string(spec.dModel));
    if (auto ok = into(spec.head.kind, headOf(config, HeadKind::LanguageModel, {"TransfoXLLMHeadModel"}, {"TransfoXLModel"})); !ok)
        return tl::unexpected(ok.error());
    if (spec.head.kind != HeadKind::None) {
        if (auto ok = into(spec.head.cutoffs, cutoffsOf(config)); !ok)
            return tl::unexpected(ok.error());
    }
    spec.decoder = stack;
    return spec;
}

void readBlock(WeightReader& read, const ModelSpec& spec, const std::string& name, BlockWeights& block)
{
    const AttentionSpec& attention = spec.decoder->attention;
    const Index d = spec.dModel;
    const Index width = Index{attention.heads} * attention.dHead;
    const std::string own = name + ".dec_attn";
    Linear* const parts[] = {&block.attention.q, &block.attention.k, &block.attention.v};
    const char* const names[] = {"q", "k", "v"};
    for (Index part = 0; part < 3; ++part)
        read.fused(*parts[part], own + ".qkv_net", d, 3 * width, consecutiveRows(part * width, width), names[part], Bias::No);
    read.linear(block.attention.positionK, own + ".r_net", d, width, Bias::No);
    // "untie_r": false keeps one vector for all layers.
    const std::vector<std::int64_t> shape{attention.heads, attention.dHead};
    const bool isOwn = read.has(own + ".r_w_bias");
    read.flat(block.attention.contentBias, isOwn ? own + ".r_w_bias" : "r_w_bias", shape);
    read.flat(block.attention.positionBias, isOwn ? own + ".r_r_bias" : "r_r_bias", shape);
    read.linear(block.attention.o, own + ".o_net", width, d, Bias::No);
    read.norm(block.ln1, own + ".layer_norm", d);
    read.linear(block.mlpIn, name + ".pos_ff.CoreNet.0", d, spec.decoder->mlp.dMlp);
    read.linear(block.mlpOut, name + ".pos_ff.CoreNet.3", spec.decoder->mlp.dMlp, d);
    read.norm(block.ln2, name + ".pos_ff.layer_norm", d);
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    const StackSpec& stack = *spec.decoder;
    const Index d = spec.dModel;
    tensors.choosePrefix({"transformer.", ""}, "word_emb.emb_layers.0.weight");
    WeightReader read(tensors);
    Weights weights;
    read.matrix(weights.sourceEmbedding, "word_emb.emb_layers.0.weight", spec.vocabulary, d);
    weights.decoder.blocks.resize(static_cast<std::size_t>(stack.layers));
    for (std::size_t layer = 0; layer < weights.decoder.blocks.size(); ++layer)
        readBlock(read, spec, "layers." + std::to_string(layer), weights.decoder.blocks[layer]);
    if (spec.head.kind != HeadKind::None) {
        const auto groups = static_cast<Index>(spec.head.cutoffs.size());
        if (!spec.head.isTied)
            read.matrix(weights.head.unembedding, "crit.out_layers.0.weight", spec.vocabulary, d);
        read.vector(weights.head.bias, "crit.out_layers.0.bias", spec.vocabulary);
        read.matrix(weights.head.clusters.weight, "crit.cluster_weight", groups, d);
        read.vector(weights.head.clusters.bias, "crit.cluster_bias", groups);
    }
    return read.finish(std::move(weights));
}

} // namespace

const Family& transfoXlFamily()
{
    static const Family family{"transfo-xl", describe, map, {"pos_emb.inv_freq", "crit.out_layers.0.weight", "r_w_bias", "r_r_bias"}};
    return family;
}

} // namespace hl
