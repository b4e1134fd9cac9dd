// GPT (Radford et al. 2018): a causal stack with post-norm and learned positions. Query, key and value projections share
// one [d, 3d] tensor, stored [in, out] (Conv1D).
#include "core/model/families/class_head.h"

#include "core/base/limits.h"

#include <cmath>

namespace hl {

namespace {

/// The names mean other functions here than in every later family: "gelu" is the tanh approximation.
Result<Activation> activationOfGpt(const ConfigReader& config)
{
    const auto name = config.stringOr("afn", "gelu");
    if (!name)
        return tl::unexpected(name.error());
    if (*name == "gelu")
        return Activation::GeluTanh;
    return activationOf(config, "afn", "gelu");
}

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore& tensors)
{
    SpecReader read(config);
    ModelSpec spec;
    StackSpec stack;
    spec.family = "openai-gpt";
    spec.dModel = read.integer("n_embd", 1, limits::hidden);
    stack.attention.heads = read.integer("n_head", 1, limits::heads);
    stack.layers = read.integer("n_layer", 1, limits::layers);
    spec.vocabulary = read.integer("vocab_size", 1, limits::tableRows);
    const int dHead = read.featuresPerHead("n_embd", "n_head", spec.dModel, stack.attention.heads);
    stack.attention.dHead = stack.attention.dValue = dHead;
    stack.attention.isCausal = true;
    stack.attention.scale = 1.0 / std::sqrt(static_cast<double>(dHead));
    stack.mlp.dMlp = 4 * spec.dModel;
    stack.normEpsilon = read.realOr("layer_norm_epsilon", 1e-30, 1.0, 1e-5);
    stack.placement = NormPlacement::Post;
    stack.positions.kind = PositionKind::Learned;
    stack.positions.maxLength = read.integerOr("n_positions", 1, limits::tableRows, 512);
    spec.head.isTied = read.booleanOr("tie_word_embeddings", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (auto ok = into(stack.mlp.activation, activationOfGpt(config)); !ok)
        return tl::unexpected(ok.error());
    const CausalHeads heads{.name = "OpenAIGPT", .ofWords = {"OpenAIGPTLMHeadModel", "OpenAIGPTDoubleHeadsModel"}, .hasTokenClasses = false, .hasAnswers = false};
    if (auto ok = describeCausalHead(config, heads, spec.head); !ok)
        return tl::unexpected(ok.error());
    if (auto ok = describeChoice(config, tensors, spec.head); !ok)
        return tl::unexpected(ok.error());
    spec.decoder = stack;
    return spec;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    const StackSpec& stack = *spec.decoder;
    const Index d = spec.dModel;
    tensors.choosePrefix({"transformer.", ""}, "tokens_embed.weight");
    WeightReader read(tensors, Stored::InOut);
    Weights weights;
    read.matrix(weights.sourceEmbedding, "tokens_embed.weight", spec.vocabulary, d);
    read.matrix(weights.decoder.positions, "positions_embed.weight", stack.positions.tableRows(), d);
    weights.decoder.blocks.resize(static_cast<std::size_t>(stack.layers));
    for (std::size_t layer = 0; layer < weights.decoder.blocks.size(); ++layer) {
        BlockWeights& block = weights.decoder.blocks[layer];
        const std::string name = "h." + std::to_string(layer);
        Linear* const parts[] = {&block.attention.q, &block.attention.k, &block.attention.v};
        for (Index part = 0; part < 3; ++part)
            read.columns(*parts[part], name + ".attn.c_attn", d, 3 * d, part * d, d);
        read.linear(block.attention.o, name + ".attn.c_proj", d, d);
        read.norm(block.ln1, name + ".ln_1", d);
        read.linear(block.mlpIn, name + ".mlp.c_fc", d, stack.mlp.dMlp);
        read.linear(block.mlpOut, name + ".mlp.c_proj", stack.mlp.dMlp, d);
        read.norm(block.ln2, name + ".ln_2", d);
    }
    if (spec.head.kind == HeadKind::LanguageModel && !spec.head.isTied)
        read.matrix(weights.head.unembedding, "lm_head.weight", spec.vocabulary, d);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    WeightReader readHead(tensors); // its layers are stored as torch has them
    readTextClasses(readHead, spec, weights.head, lastRowTensors());
    readChoice(readHead, spec, weights.head);
    return readHead.finish(std::move(weights));
}

} // namespace

const Family& gptFamily()
{
    static const Family family{"openai-gpt", describe, map, {".attn.bias", "position_ids", "lm_head.weight"}};
    return family;
}

} // namespace hl
