// OPT (Zhang et al. 2022): pre-norm, or post-norm in its 350 M size, which also has narrow embeddings. Positions count the
// tokens that are not padding, from row 2 of the table.
#include "core/model/families/class_head.h"

#include "core/base/limits.h"

#include <cmath>

namespace hl {

namespace {

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore&)
{
    SpecReader read(config);
    ModelSpec spec;
    StackSpec stack;
    spec.family = "opt";
    spec.dModel = read.integer("hidden_size", 1, limits::hidden);
    stack.attention.heads = read.integer("num_attention_heads", 1, limits::heads);
    stack.layers = read.integer("num_hidden_layers", 1, limits::layers);
    spec.vocabulary = read.integer("vocab_size", 1, limits::tableRows);
    const int dHead = read.featuresPerHead("hidden_size", "num_attention_heads", spec.dModel, stack.attention.heads);
    stack.attention.dHead = stack.attention.dValue = dHead;
    stack.attention.isCausal = true;
    stack.attention.scale = 1.0 / std::sqrt(static_cast<double>(dHead));
    stack.mlp.dMlp = read.integer("ffn_dim", 1, 16 * limits::hidden);
    stack.mlp.activation = read.activation("activation_function", "relu");
    const bool isPre = read.booleanOr("do_layer_norm_before", true);
    stack.placement = isPre ? NormPlacement::Pre : NormPlacement::Post;
    stack.hasFinalNorm = isPre && !read.booleanOr("_remove_final_layer_norm", false);
    stack.positions.kind = PositionKind::Learned;
    stack.positions.count = PositionCount::Allowed;
    stack.positions.offset = 2;
    stack.positions.maxLength = read.integerOr("max_position_embeddings", 1, limits::tableRows, 2048);
    const int width = read.integerOr("word_embed_proj_dim", 1, limits::hidden, spec.dModel);
    stack.attention.hasBias = stack.mlp.hasBias = read.booleanOr("enable_bias", true);
    const bool hasGains = read.booleanOr("layer_norm_elementwise_affine", true);
    spec.head.isTied = read.booleanOr("tie_word_embeddings", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (!hasGains)
        return failSetting(config, "layer_norm_elementwise_affine", "false", "true");
    if (auto ok = describeCausalHead(config, {.name = "OPT", .ofWords = {"OPTForCausalLM"}, .hasTokenClasses = false, .absentPadding = 1}, spec.head); !ok)
        return tl::unexpected(ok.error());
    if (width != spec.dModel) {
        stack.embeddingWidth = width;
        stack.projection = EmbeddingProjection::OfTokens;
        spec.head.isProjected = spec.head.kind != HeadKind::None;
        spec.head.width = width;
    }
    spec.decoder = stack;
    return spec;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    const StackSpec& stack = *spec.decoder;
    const Index d = spec.dModel;
    const Index width = stack.tokenWidth(spec.dModel);
    tensors.choosePrefix({"model.decoder.", "decoder.", ""}, "embed_tokens.weight");
    WeightReader read(tensors);
    Weights weights;
    read.matrix(weights.sourceEmbedding, "embed_tokens.weight", spec.vocabulary, width);
    read.matrix(weights.decoder.positions, "embed_positions.weight", stack.positions.tableRows(), d);
    if (stack.projection != EmbeddingProjection::None)
        read.linear(weights.decoder.projection, "project_in", width, d, Bias::No);
    weights.decoder.blocks.resize(static_cast<std::size_t>(stack.layers));
    for (std::size_t layer = 0; layer < weights.decoder.blocks.size(); ++layer) {
        BlockWeights& block = weights.decoder.blocks[layer];
        const std::string name = "layers." + std::to_string(layer);
        const Bias bias = biasIf(stack.attention.hasBias);
        const Bias biasOfMlp = biasIf(stack.mlp.hasBias);
        read.linear(block.attention.q, name + ".self_attn.q_proj", d, d, bias);
        read.linear(block.attention.k, name + ".self_attn.k_proj", d, d, bias);
        read.linear(block.attention.v, name + ".self_attn.v_proj", d, d, bias);
        read.linear(block.attention.o, name + ".self_attn.out_proj", d, d, bias);
        read.norm(block.ln1, name + ".self_attn_layer_norm", d);
        read.linear(block.mlpIn, name + ".fc1", d, stack.mlp.dMlp, biasOfMlp);
        read.linear(block.mlpOut, name + ".fc2", stack.mlp.dMlp, d, biasOfMlp);
        read.norm(block.ln2, name + ".final_layer_norm", d);
    }
    if (stack.hasFinalNorm)
        read.norm(weights.decoder.finalNorm, "final_layer_norm", d);
    if (spec.head.isProjected)
        read.linear(weights.head.transform, "project_out", d, width, Bias::No);
    readTextClasses(read, spec, weights.head, lastRowTensors());
    if (spec.head.kind == HeadKind::LanguageModel && !spec.head.isTied)
        read.matrix(weights.head.unembedding, "lm_head.weight", spec.vocabulary, width);
    return read.finish(std::move(weights));
}

} // namespace

const Family& optFamily()
{
    static const Family family{"opt", describe, map, {"lm_head.weight"}};
    return family;
}

} // namespace hl
