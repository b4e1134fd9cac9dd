// BLOOM (Scao et al. 2022): ALiBi instead of positions, a norm after the embedding. Query, key and value projections share
// one tensor, head by head.
#include "core/model/families/class_head.h"

#include "core/base/limits.h"

#include <cmath>

namespace hl {

namespace {

/// The name that counts in the reference where the configuration has both.
std::string keyOf(const ConfigReader& config, const char* own, const char* other)
{
    return config.has(other) ? other : own;
}

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore&)
{
    SpecReader read(config);
    ModelSpec spec;
    StackSpec stack;
    spec.family = "bloom";
    const std::string width = keyOf(config, "hidden_size", "n_embed");
    const std::string heads = keyOf(config, "n_head", "num_attention_heads");
    spec.dModel = read.integer(width, 1, limits::hidden);
    stack.attention.heads = read.integer(heads, 1, limits::heads);
    stack.layers = read.integer(keyOf(config, "n_layer", "num_hidden_layers"), 1, limits::layers);
    spec.vocabulary = read.integer("vocab_size", 1, limits::tableRows);
    const int dHead = read.featuresPerHead(width, heads, spec.dModel, stack.attention.heads);
    stack.attention.dHead = stack.attention.dValue = dHead;
    stack.attention.isCausal = true;
    stack.attention.scale = 1.0 / std::sqrt(static_cast<double>(dHead));
    stack.mlp.dMlp = 4 * spec.dModel;
    stack.mlp.activation = Activation::GeluTanh;
    stack.normEpsilon = read.realOr("layer_norm_epsilon", 1e-30, 1.0, 1e-5);
    stack.residualFromNorm = read.booleanOr("apply_residual_connection_post_layernorm", false);
    stack.hasEmbeddingNorm = true;
    stack.hasFinalNorm = true;
    stack.positions.kind = PositionKind::Alibi;
    stack.positions.alibi = AlibiKind::KeyPosition;
    stack.positions.count = PositionCount::Allowed;
    spec.head.isTied = read.booleanOr("tie_word_embeddings", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (auto ok = describeCausalHead(config, {"Bloom", {"BloomForCausalLM"}}, spec.head); !ok)
        return tl::unexpected(ok.error());
    spec.decoder = stack;
    return spec;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    const StackSpec& stack = *spec.decoder;
    const AttentionSpec& attention = stack.attention;
    const Index d = spec.dModel;
    tensors.choosePrefix({"transformer.", ""}, "word_embeddings.weight");
    WeightReader read(tensors);
    Weights weights;
    read.matrix(weights.sourceEmbedding, "word_embeddings.weight", spec.vocabulary, d);
    read.norm(weights.decoder.embeddingNorm, "word_embeddings_layernorm", d);
    weights.decoder.blocks.resize(static_cast<std::size_t>(stack.layers));
    for (std::size_t layer = 0; layer < weights.decoder.blocks.size(); ++layer) {
        BlockWeights& block = weights.decoder.blocks[layer];
        const std::string name = "h." + std::to_string(layer);
        Linear* const parts[] = {&block.attention.q, &block.attention.k, &block.attention.v};
        const char* const names[] = {"q", "k", "v"};
        for (Index part = 0; part < 3; ++part)
            read.fused(*parts[part], name + ".self_attention.query_key_value", d, 3 * d,
                       interleavedRows(attention.heads, 3, part, attention.dHead), names[part], Bias::Yes);
        read.linear(block.attention.o, name + ".self_attention.dense", d, d);
        read.norm(block.ln1, name + ".input_layernorm", d);
        read.norm(block.ln2, name + ".post_attention_layernorm", d);
        read.linear(block.mlpIn, name + ".mlp.dense_h_to_4h", d, stack.mlp.dMlp);
        read.linear(block.mlpOut, name + ".mlp.dense_4h_to_h", stack.mlp.dMlp, d);
    }
    read.norm(weights.decoder.finalNorm, "ln_f", d);
    readTextClasses(read, spec, weights.head, lastRowTensors());
    if (spec.head.kind == HeadKind::LanguageModel && !spec.head.isTied)
        read.matrix(weights.head.unembedding, "lm_head.weight", spec.vocabulary, d);
    return read.finish(std::move(weights));
}

} // namespace

const Family& bloomFamily()
{
    static const Family family{"bloom", describe, map, {"lm_head.weight"}};
    return family;
}

} // namespace hl
