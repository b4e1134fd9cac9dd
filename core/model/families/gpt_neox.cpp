// GPT-NeoX (Black et al. 2022): attention and feed-forward network side by side, each after a norm of its own; part of each
// head rotated. Query, key and value projections share one tensor, head by head.
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
    spec.family = "gpt_neox";
    spec.dModel = read.integer("hidden_size", 1, limits::hidden);
    stack.attention.heads = read.integer("num_attention_heads", 1, limits::heads);
    stack.layers = read.integer("num_hidden_layers", 1, limits::layers);
    spec.vocabulary = read.integer("vocab_size", 1, limits::tableRows);
    const int dHead = read.featuresPerHead("hidden_size", "num_attention_heads", spec.dModel, stack.attention.heads);
    stack.attention.dHead = stack.attention.dValue = dHead;
    stack.attention.isCausal = true;
    stack.attention.scale = 1.0 / std::sqrt(static_cast<double>(dHead));
    stack.mlp.dMlp = read.integer("intermediate_size", 1, 16 * limits::hidden);
    stack.mlp.activation = read.activation("hidden_act", "gelu");
    stack.normEpsilon = read.realOr("layer_norm_eps", 1e-30, 1.0, 1e-5);
    stack.attention.hasBias = read.booleanOr("attention_bias", true);
    stack.isParallel = read.booleanOr("use_parallel_residual", true);
    stack.hasFinalNorm = true;
    spec.head.isTied = read.booleanOr("tie_word_embeddings", false);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    const RotaryKeys keys{.base = "rotary_emb_base", .share = "rotary_pct", .shareAbsent = 0.25, .isWhole = false};
    if (auto ok = readRotary(config, keys, dHead, stack.positions); !ok)
        return tl::unexpected(ok.error());
    if (auto ok = describeCausalHead(config, {"GPTNeoX", {"GPTNeoXForCausalLM"}}, spec.head); !ok)
        return tl::unexpected(ok.error());
    spec.decoder = stack;
    return spec;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    const StackSpec& stack = *spec.decoder;
    const Index d = spec.dModel;
    const AttentionSpec& attention = stack.attention;
    tensors.choosePrefix({"gpt_neox.", ""}, "embed_in.weight");
    WeightReader read(tensors);
    Weights weights;
    read.matrix(weights.sourceEmbedding, "embed_in.weight", spec.vocabulary, d);
    weights.decoder.blocks.resize(static_cast<std::size_t>(stack.layers));
    for (std::size_t layer = 0; layer < weights.decoder.blocks.size(); ++layer) {
        BlockWeights& block = weights.decoder.blocks[layer];
        const std::string name = "layers." + std::to_string(layer);
        const Bias bias = biasIf(attention.hasBias);
        Linear* const parts[] = {&block.attention.q, &block.attention.k, &block.attention.v};
        const char* const names[] = {"q", "k", "v"};
        for (Index part = 0; part < 3; ++part)
            read.fused(*parts[part], name + ".attention.query_key_value", d, 3 * d,
                       interleavedRows(attention.heads, 3, part, attention.dHead), names[part], bias);
        read.linear(block.attention.o, name + ".attention.dense", d, d, bias);
        read.norm(block.ln1, name + ".input_layernorm", d);
        read.norm(block.ln2, name + ".post_attention_layernorm", d);
        read.linear(block.mlpIn, name + ".mlp.dense_h_to_4h", d, stack.mlp.dMlp);
        read.linear(block.mlpOut, name + ".mlp.dense_4h_to_h", stack.mlp.dMlp, d);
    }
    read.norm(weights.decoder.finalNorm, "final_layer_norm", d);
    readTextClasses(read, spec, weights.head, lastRowTensors());
    if (spec.head.kind == HeadKind::LanguageModel && !spec.head.isTied)
        read.matrix(weights.head.unembedding, "embed_out.weight", spec.vocabulary, d);
    return read.finish(std::move(weights));
}

} // namespace

const Family& gptNeoXFamily()
{
    static const Family family{"gpt_neox", describe, map,
                               {".attention.bias", ".attention.masked_bias", ".rotary_emb.inv_freq", "embed_out.weight"}};
    return family;
}

} // namespace hl
