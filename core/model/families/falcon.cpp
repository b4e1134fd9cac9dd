// Falcon (Almazrouei et al. 2023), in its three forms: keys and values shared by all heads (7B), by groups of heads after
// two norms (40B, "new_decoder_architecture"), or not at all, one sub-layer after the other (RW). Rotary positions or ALiBi.
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
    spec.family = "falcon";
    spec.dModel = read.integer("hidden_size", 1, limits::hidden);
    const int heads = read.integer("num_attention_heads", 1, limits::heads);
    stack.layers = read.integer("num_hidden_layers", 1, limits::layers);
    spec.vocabulary = read.integer("vocab_size", 1, limits::tableRows);
    const int dHead = read.featuresPerHead("hidden_size", "num_attention_heads", spec.dModel, heads);
    const bool isNew = read.booleanOr("new_decoder_architecture", false);
    const bool isMultiQuery = read.booleanOr("multi_query", true);
    const int kvHeads = read.integerOr("num_kv_heads", 1, limits::heads, heads);
    stack.attention.heads = heads;
    stack.attention.kvHeads = isNew ? kvHeads : (isMultiQuery ? 1 : heads);
    stack.attention.dHead = stack.attention.dValue = dHead;
    stack.attention.isCausal = true;
    stack.attention.scale = 1.0 / std::sqrt(static_cast<double>(dHead));
    stack.mlp.dMlp = read.integerOr("ffn_hidden_size", 1, 16 * limits::hidden, 4 * std::int64_t{spec.dModel});
    stack.mlp.activation = read.activation("activation", "gelu");
    stack.attention.hasBias = stack.mlp.hasBias = read.booleanOr("bias", false);
    stack.normEpsilon = read.realOr("layer_norm_epsilon", 1e-30, 1.0, 1e-5);
    const bool isParallel = read.booleanOr("parallel_attn", true);
    const int norms = read.integerOr("num_ln_in_parallel_attn", 1, 2, isNew ? 2 : 1);
    stack.isParallel = isParallel;
    stack.sharesNorm = stack.isParallel && !(isNew && norms == 2);
    stack.hasFinalNorm = true;
    const bool hasAlibi = read.booleanOr("alibi", false);
    spec.head.isTied = read.booleanOr("tie_word_embeddings", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (hasAlibi)
        stack.positions = {.kind = PositionKind::Alibi, .count = PositionCount::Allowed, .alibi = AlibiKind::KeyPositionScaled};
    else if (auto ok = readRotary(config, {}, dHead, stack.positions); !ok)
        return tl::unexpected(ok.error());
    if (isNew && !isParallel)
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "%1: \"parallel_attn\" is false together with \"new_decoder_architecture\", which is not supported."), {config.what()});
    if (!isNew && !isMultiQuery && kvHeads != heads)
        return failSetting(config, "num_kv_heads", std::to_string(kvHeads), std::to_string(heads));
    if (auto ok = describeCausalHead(config, {"Falcon", {"FalconForCausalLM"}}, spec.head); !ok)
        return tl::unexpected(ok.error());
    spec.decoder = stack;
    return spec;
}

/// Outputs of the fused projection that make the queries (part 0), keys (1) or values (2): each group has its query heads,
/// then its key, then its value.
std::vector<Index> rowsOf(const AttentionSpec& attention, int part)
{
    const Index perGroup = attention.heads / attention.keyHeads();
    std::vector<Index> rows;
    for (Index group = 0; group < attention.keyHeads(); ++group) {
        const Index first = group * (perGroup + 2) + (part == 0 ? 0 : perGroup + part - 1);
        const auto own = consecutiveRows(first * attention.dHead, (part == 0 ? perGroup : 1) * attention.dHead);
        rows.insert(rows.end(), own.begin(), own.end());
    }
    return rows;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    const StackSpec& stack = *spec.decoder;
    const AttentionSpec& attention = stack.attention;
    const Index d = spec.dModel;
    const Index fused = Index{attention.heads + 2 * attention.keyHeads()} * attention.dHead;
    tensors.choosePrefix({"transformer.", ""}, "word_embeddings.weight");
    WeightReader read(tensors);
    Weights weights;
    read.matrix(weights.sourceEmbedding, "word_embeddings.weight", spec.vocabulary, d);
    weights.decoder.blocks.resize(static_cast<std::size_t>(stack.layers));
    for (std::size_t layer = 0; layer < weights.decoder.blocks.size(); ++layer) {
        BlockWeights& block = weights.decoder.blocks[layer];
        const std::string name = "h." + std::to_string(layer);
        const Bias bias = biasIf(attention.hasBias);
        const Bias biasOfMlp = biasIf(stack.mlp.hasBias);
        Linear* const parts[] = {&block.attention.q, &block.attention.k, &block.attention.v};
        const char* const names[] = {"q", "k", "v"};
        for (int part = 0; part < 3; ++part)
            read.fused(*parts[part], name + ".self_attention.query_key_value", d, fused, rowsOf(attention, part), names[part],
                       bias);
        read.linear(block.attention.o, name + ".self_attention.dense", d, d, bias);
        const bool hasTwo = stack.isParallel && !stack.sharesNorm;
        read.norm(block.ln1, name + (hasTwo ? ".ln_attn" : ".input_layernorm"), d);
        if (hasTwo)
            read.norm(block.ln2, name + ".ln_mlp", d);
        else if (!stack.isParallel)
            read.norm(block.ln2, name + ".post_attention_layernorm", d);
        read.linear(block.mlpIn, name + ".mlp.dense_h_to_4h", d, stack.mlp.dMlp, biasOfMlp);
        read.linear(block.mlpOut, name + ".mlp.dense_4h_to_h", stack.mlp.dMlp, d, biasOfMlp);
    }
    read.norm(weights.decoder.finalNorm, "ln_f", d);
    readTextClasses(read, spec, weights.head, lastRowTensors());
    if (spec.head.kind == HeadKind::LanguageModel && !spec.head.isTied)
        read.matrix(weights.head.unembedding, "lm_head.weight", spec.vocabulary, d);
    return read.finish(std::move(weights));
}

} // namespace

const Family& falconFamily()
{
    static const Family family{"falcon", describe, map, {".rotary_emb.inv_freq", "lm_head.weight"}};
    return family;
}

} // namespace hl
