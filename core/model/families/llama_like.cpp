#include "core/model/families/llama_like.h"

#include "core/base/limits.h"
#include "core/model/families/rotary.h"

#include <cmath>

namespace hl {

Result<ModelSpec> describeLlamaLike(const ConfigReader& config, const LlamaTraits& traits)
{
    SpecReader read(config);
    ModelSpec spec;
    StackSpec stack;
    spec.family = traits.family;
    spec.dModel = read.integer("hidden_size", 1, limits::hidden);
    AttentionSpec& attention = stack.attention;
    attention.heads = read.integer("num_attention_heads", 1, limits::heads);
    // No key means as many as the family's first model has; null means one for each query head.
    const bool isSilent = !config.isSaid("num_key_value_heads");
    attention.kvHeads = read.integerOr("num_key_value_heads", 1, limits::heads,
                                       isSilent && traits.kvHeadsDefault > 0 ? traits.kvHeadsDefault : attention.heads);
    if (config.has("head_dim"))
        attention.dHead = read.integer("head_dim", 1, limits::hidden);
    else
        attention.dHead = traits.headDefault > 0 ? traits.headDefault
                                                 : read.featuresPerHead("hidden_size", "num_attention_heads", spec.dModel,
                                                                        attention.heads);
    attention.dValue = attention.dHead;
    attention.isCausal = true;
    attention.scale = 1.0 / std::sqrt(static_cast<double>(attention.dHead));
    stack.layers = read.integer("num_hidden_layers", 1, limits::layers);
    spec.vocabulary = read.integer("vocab_size", 1, limits::tableRows);
    stack.mlp.dMlp = read.integer("intermediate_size", 1, 16 * limits::hidden);
    stack.mlp.activation = read.activation(traits.activationKey, traits.activationDefault);
    stack.mlp.isGated = true;
    stack.norm = NormKind::RmsNorm;
    stack.normEpsilon = read.realOr("rms_norm_eps", 1e-30, 1.0, 1e-6);
    stack.hasFinalNorm = true;
    spec.head.isTied = read.booleanOr("tie_word_embeddings", traits.isTied);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (auto ok = readRotary(config, {.longestAbsent = traits.longestDefault}, attention.dHead, stack.positions); !ok)
        return tl::unexpected(ok.error());
    spec.decoder = stack;
    return spec;
}

Result<Weights> mapLlamaLike(const ModelSpec& spec, TensorStore& tensors, const LlamaBiases& biases)
{
    const StackSpec& stack = *spec.decoder;
    const AttentionSpec& attention = stack.attention;
    const Index d = spec.dModel;
    const Index queries = Index{attention.heads} * attention.dHead;
    const Index keys = Index{attention.keyHeads()} * attention.dHead;
    tensors.choosePrefix({"model.", "transformer.", ""}, "embed_tokens.weight"); // the second of heads that look for answers
    WeightReader read(tensors);
    Weights weights;
    read.matrix(weights.sourceEmbedding, "embed_tokens.weight", spec.vocabulary, d);
    weights.decoder.blocks.resize(static_cast<std::size_t>(stack.layers));
    for (std::size_t layer = 0; layer < weights.decoder.blocks.size(); ++layer) {
        BlockWeights& block = weights.decoder.blocks[layer];
        const std::string name = "layers." + std::to_string(layer);
        read.norm(block.ln1, name + ".input_layernorm", d);
        read.linear(block.attention.q, name + ".self_attn.q_proj", d, queries, biases.queryKeyValue);
        read.linear(block.attention.k, name + ".self_attn.k_proj", d, keys, biases.queryKeyValue);
        read.linear(block.attention.v, name + ".self_attn.v_proj", d, keys, biases.queryKeyValue);
        read.linear(block.attention.o, name + ".self_attn.o_proj", queries, d, biases.output);
        read.norm(block.ln2, name + ".post_attention_layernorm", d);
        read.linear(block.mlpIn, name + ".mlp.up_proj", d, stack.mlp.dMlp, biases.mlp);
        read.linear(block.mlpGate, name + ".mlp.gate_proj", d, stack.mlp.dMlp, biases.mlp);
        read.linear(block.mlpOut, name + ".mlp.down_proj", stack.mlp.dMlp, d, biases.mlp);
    }
    read.norm(weights.decoder.finalNorm, "norm", d);
    readTextClasses(read, spec, weights.head, lastRowTensors("score"));
    if (spec.head.kind == HeadKind::LanguageModel && !spec.head.isTied)
        read.matrix(weights.head.unembedding, "lm_head.weight", spec.vocabulary, d);
    return read.finish(std::move(weights));
}

std::vector<std::string_view> llamaBuffers()
{
    return {".rotary_emb.inv_freq", "lm_head.weight"};
}

} // namespace hl
