// GPT-2 (Radford et al. 2019): a causal stack with pre-norm, learned positions and a tied unembedding. Query, key and
// value projections share one [d, 3d] tensor, stored [in, out] (Conv1D).
#include "core/model/families/class_head.h"

#include "core/base/limits.h"

#include <cmath>

namespace hl {

namespace {

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore& tensors)
{
    SpecReader read(config);
    ModelSpec spec;
    StackSpec stack;
    spec.family = "gpt2";
    spec.dModel = read.integer("n_embd", 1, limits::hidden);
    const int heads = read.integer("n_head", 1, limits::heads);
    stack.layers = read.integer("n_layer", 1, limits::layers);
    spec.vocabulary = read.integer("vocab_size", 1, limits::tableRows);
    const int dHead = read.featuresPerHead("n_embd", "n_head", spec.dModel, heads);
    const bool isScaled = read.booleanOr("scale_attn_weights", true);
    stack.attention = {.heads = heads, .dHead = dHead, .dValue = dHead, .isCausal = true,
                       .scale = isScaled ? 1.0 / std::sqrt(static_cast<double>(dHead)) : 1.0,
                       .scaleByInverseLayer = read.booleanOr("scale_attn_by_inverse_layer_idx", false)};
    stack.mlp.dMlp = read.integerOr("n_inner", 1, 16 * limits::hidden, 4 * std::int64_t{spec.dModel});
    stack.mlp.activation = read.activation("activation_function", "gelu_new");
    stack.normEpsilon = read.realOr("layer_norm_epsilon", 1e-30, 1.0, 1e-5);
    stack.placement = NormPlacement::Pre;
    stack.hasFinalNorm = true;
    stack.positions.kind = PositionKind::Learned;
    stack.positions.maxLength = config.has("n_positions") ? read.integer("n_positions", 1, limits::tableRows)
                                                           : read.integerOr("n_ctx", 1, limits::tableRows, 1024);
    const bool hasCross = read.booleanOr("add_cross_attention", false);
    spec.head.isTied = read.booleanOr("tie_word_embeddings", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (hasCross)
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "%1: GPT-2 with \"add_cross_attention\" is not supported."), {config.what()});
    if (auto ok = describeCausalHead(config, {"GPT2", {"GPT2LMHeadModel", "GPT2DoubleHeadsModel"}}, spec.head); !ok)
        return tl::unexpected(ok.error());
    if (auto ok = describeChoice(config, tensors, spec.head); !ok)
        return tl::unexpected(ok.error());
    spec.decoder = stack;
    return spec;
}

Result<AttentionWeights> attentionOf(TensorStore& tensors, const std::string& name, Index d)
{
    AttentionWeights weights;
    Linear* const parts[] = {&weights.q, &weights.k, &weights.v};
    for (Index part = 0; part < 3; ++part) {
        if (auto ok = into(parts[part]->weight, tensors.columns(name + ".c_attn.weight", d, 3 * d, part * d, d)); !ok)
            return tl::unexpected(ok.error());
        if (auto ok = into(parts[part]->bias, tensors.entries(name + ".c_attn.bias", 3 * d, part * d, d)); !ok)
            return tl::unexpected(ok.error());
    }
    if (auto ok = into(weights.o, tensors.linear(name + ".c_proj", d, d, false)); !ok)
        return tl::unexpected(ok.error());
    return weights;
}

Result<BlockWeights> blockOf(TensorStore& tensors, const std::string& name, Index d, Index dMlp)
{
    BlockWeights block;
    if (auto ok = into(block.ln1, tensors.norm(name + ".ln_1", d)); !ok)
        return tl::unexpected(ok.error());
    if (auto ok = into(block.attention, attentionOf(tensors, name + ".attn", d)); !ok)
        return tl::unexpected(ok.error());
    if (auto ok = into(block.ln2, tensors.norm(name + ".ln_2", d)); !ok)
        return tl::unexpected(ok.error());
    if (auto ok = into(block.mlpIn, tensors.linear(name + ".mlp.c_fc", d, dMlp, false)); !ok)
        return tl::unexpected(ok.error());
    if (auto ok = into(block.mlpOut, tensors.linear(name + ".mlp.c_proj", dMlp, d, false)); !ok)
        return tl::unexpected(ok.error());
    return block;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    const StackSpec& stack = *spec.decoder;
    const Index d = spec.dModel;
    tensors.choosePrefix({"transformer.", ""}, "wte.weight");
    Weights weights;
    if (auto ok = into(weights.sourceEmbedding, tensors.matrix("wte.weight", spec.vocabulary, d)); !ok)
        return tl::unexpected(ok.error());
    if (auto ok = into(weights.decoder.positions, tensors.matrix("wpe.weight", stack.positions.maxLength, d)); !ok)
        return tl::unexpected(ok.error());
    for (int layer = 0; layer < stack.layers; ++layer) {
        auto block = blockOf(tensors, "h." + std::to_string(layer), d, stack.mlp.dMlp);
        if (!block)
            return tl::unexpected(block.error());
        weights.decoder.blocks.push_back(std::move(*block));
    }
    if (auto ok = into(weights.decoder.finalNorm, tensors.norm("ln_f", d)); !ok)
        return tl::unexpected(ok.error());
    if (spec.head.kind == HeadKind::LanguageModel && !spec.head.isTied) {
        if (auto ok = into(weights.head.unembedding, tensors.matrix("lm_head.weight", spec.vocabulary, d)); !ok)
            return tl::unexpected(ok.error());
    }
    WeightReader read(tensors);
    readTextClasses(read, spec, weights.head, lastRowTensors());
    readChoice(read, spec, weights.head);
    return read.finish(std::move(weights));
}

} // namespace

const Family& gpt2Family()
{
    static const Family family{"gpt2", describe, map, {".attn.bias", ".attn.masked_bias", "lm_head.weight"}};
    return family;
}

} // namespace hl
