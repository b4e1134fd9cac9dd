// GPT-J (Wang, Komatsuzaki 2021): attention and feed-forward network side by side after one norm; the first features of
// each head rotated in pairs of neighbours.
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
    spec.family = "gptj";
    spec.dModel = read.integer("n_embd", 1, limits::hidden);
    stack.attention.heads = read.integer("n_head", 1, limits::heads);
    stack.layers = read.integer("n_layer", 1, limits::layers);
    spec.vocabulary = read.integer("vocab_size", 1, limits::tableRows);
    const int dHead = read.featuresPerHead("n_embd", "n_head", spec.dModel, stack.attention.heads);
    stack.attention.dHead = stack.attention.dValue = dHead;
    stack.attention.isCausal = true;
    stack.attention.scale = 1.0 / std::sqrt(static_cast<double>(dHead));
    stack.mlp.dMlp = read.integerOr("n_inner", 1, 16 * limits::hidden, 4 * std::int64_t{spec.dModel});
    stack.mlp.activation = read.activation("activation_function", "gelu_new");
    stack.normEpsilon = read.realOr("layer_norm_epsilon", 1e-30, 1.0, 1e-5);
    stack.isParallel = true;
    stack.sharesNorm = true;
    stack.hasFinalNorm = true;
    stack.positions.kind = PositionKind::Rotary;
    stack.positions.rotaryInterleaved = true;
    stack.positions.rotaryDims = read.integerOr("rotary_dim", 2, limits::hidden, 64);
    stack.positions.maxLength = read.integerOr("n_positions", 1, limits::tableRows, 2048);
    spec.head.isTied = read.booleanOr("tie_word_embeddings", false);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    // The reference then makes sines of the model's width, which fit no head.
    if (config.isNull("rotary_dim"))
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "%1: \"rotary_dim\" is null, which is not supported; supported is an even number of features."), {config.what()});
    if (auto ok = describeCausalHead(config, {.name = "GPTJ", .ofWords = {"GPTJForCausalLM"}, .hasTokenClasses = false}, spec.head); !ok)
        return tl::unexpected(ok.error());
    spec.decoder = stack;
    return spec;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    const StackSpec& stack = *spec.decoder;
    const Index d = spec.dModel;
    tensors.choosePrefix({"transformer.", ""}, "wte.weight");
    WeightReader read(tensors);
    Weights weights;
    read.matrix(weights.sourceEmbedding, "wte.weight", spec.vocabulary, d);
    weights.decoder.blocks.resize(static_cast<std::size_t>(stack.layers));
    for (std::size_t layer = 0; layer < weights.decoder.blocks.size(); ++layer) {
        BlockWeights& block = weights.decoder.blocks[layer];
        const std::string name = "h." + std::to_string(layer);
        read.norm(block.ln1, name + ".ln_1", d);
        read.linear(block.attention.q, name + ".attn.q_proj", d, d, Bias::No);
        read.linear(block.attention.k, name + ".attn.k_proj", d, d, Bias::No);
        read.linear(block.attention.v, name + ".attn.v_proj", d, d, Bias::No);
        read.linear(block.attention.o, name + ".attn.out_proj", d, d, Bias::No);
        read.linear(block.mlpIn, name + ".mlp.fc_in", d, stack.mlp.dMlp);
        read.linear(block.mlpOut, name + ".mlp.fc_out", stack.mlp.dMlp, d);
    }
    read.norm(weights.decoder.finalNorm, "ln_f", d);
    readTextClasses(read, spec, weights.head, lastRowTensors());
    if (spec.head.kind == HeadKind::LanguageModel) {
        if (!spec.head.isTied)
            read.matrix(weights.head.unembedding, "lm_head.weight", spec.vocabulary, d);
        read.vector(weights.head.bias, "lm_head.bias", spec.vocabulary);
    }
    return read.finish(std::move(weights));
}

} // namespace

const Family& gptJFamily()
{
    static const Family family{"gptj", describe, map, {".attn.bias", ".attn.masked_bias", ".attn.embed_positions", "lm_head.weight"}};
    return family;
}

} // namespace hl
