// Phi-1, 1.5 and 2 (Gunasekar et al. 2023): attention and feed-forward network side by side after one LayerNorm, part of
// each head rotated, biases everywhere.
#include "core/model/families/class_head.h"
#include "core/model/families/rotary.h"

#include "core/base/limits.h"

#include <cmath>

namespace hl {

namespace {

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore&)
{
    SpecReader read(config);
    ModelSpec spec;
    StackSpec stack;
    spec.family = "phi";
    spec.dModel = read.integer("hidden_size", 1, limits::hidden);
    AttentionSpec& attention = stack.attention;
    attention.heads = read.integer("num_attention_heads", 1, limits::heads);
    attention.kvHeads = read.integerOr("num_key_value_heads", 1, limits::heads, attention.heads);
    stack.layers = read.integer("num_hidden_layers", 1, limits::layers);
    spec.vocabulary = read.integer("vocab_size", 1, limits::tableRows);
    attention.dHead = read.featuresPerHead("hidden_size", "num_attention_heads", spec.dModel, attention.heads);
    attention.dValue = attention.dHead;
    attention.isCausal = true;
    attention.scale = 1.0 / std::sqrt(static_cast<double>(attention.dHead));
    attention.hasQueryKeyNorm = read.booleanOr("qk_layernorm", false);
    stack.mlp.dMlp = read.integer("intermediate_size", 1, 16 * limits::hidden);
    stack.mlp.activation = read.activation("hidden_act", "gelu_new");
    stack.normEpsilon = read.realOr("layer_norm_eps", 1e-30, 1.0, 1e-5);
    stack.isParallel = true;
    stack.sharesNorm = true;
    stack.hasFinalNorm = true;
    spec.head.isTied = read.booleanOr("tie_word_embeddings", false);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (auto ok = readRotary(config, {.shareAbsent = 0.5, .isWhole = false}, attention.dHead, stack.positions); !ok)
        return tl::unexpected(ok.error());
    if (auto ok = describeCausalHead(config, {.name = "Phi", .ofWords = {"PhiForCausalLM"}, .hasAnswers = false}, spec.head); !ok)
        return tl::unexpected(ok.error());
    spec.decoder = stack;
    return spec;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    const StackSpec& stack = *spec.decoder;
    const AttentionSpec& attention = stack.attention;
    const Index d = spec.dModel;
    const Index keys = Index{attention.keyHeads()} * attention.dHead;
    tensors.choosePrefix({"model.", ""}, "embed_tokens.weight");
    WeightReader read(tensors);
    Weights weights;
    read.matrix(weights.sourceEmbedding, "embed_tokens.weight", spec.vocabulary, d);
    weights.decoder.blocks.resize(static_cast<std::size_t>(stack.layers));
    for (std::size_t layer = 0; layer < weights.decoder.blocks.size(); ++layer) {
        BlockWeights& block = weights.decoder.blocks[layer];
        const std::string name = "layers." + std::to_string(layer);
        read.norm(block.ln1, name + ".input_layernorm", d);
        read.linear(block.attention.q, name + ".self_attn.q_proj", d, d);
        read.linear(block.attention.k, name + ".self_attn.k_proj", d, keys);
        read.linear(block.attention.v, name + ".self_attn.v_proj", d, keys);
        read.linear(block.attention.o, name + ".self_attn.dense", d, d);
        if (attention.hasQueryKeyNorm) {
            read.norm(block.attention.qNorm, name + ".self_attn.q_layernorm", attention.dHead);
            read.norm(block.attention.kNorm, name + ".self_attn.k_layernorm", attention.dHead);
        }
        read.linear(block.mlpIn, name + ".mlp.fc1", d, stack.mlp.dMlp);
        read.linear(block.mlpOut, name + ".mlp.fc2", stack.mlp.dMlp, d);
    }
    read.norm(weights.decoder.finalNorm, "final_layernorm", d);
    readTextClasses(read, spec, weights.head, lastRowTensors(read.has("score.weight") ? "score" : "classifier"));
    if (spec.head.kind == HeadKind::LanguageModel) {
        if (!spec.head.isTied)
            read.matrix(weights.head.unembedding, "lm_head.weight", spec.vocabulary, d);
        read.vector(weights.head.bias, "lm_head.bias", spec.vocabulary);
    }
    return read.finish(std::move(weights));
}

} // namespace

const Family& phiFamily()
{
    static const Family family{"phi", describe, map, {".rotary_emb.inv_freq", "lm_head.weight"}};
    return family;
}

} // namespace hl
