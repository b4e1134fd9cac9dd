// Gemma (Mesnard et al. 2024): LLaMA with embeddings times √d_model, heads whose width the model chooses, and norms that
// store their gain minus 1.
#include "core/model/families/llama_like.h"

#include <cmath>

namespace hl {

namespace {

/// Files that have "hidden_activation", be it null, do not mean their "hidden_act"; and one of "gelu" stands in the first files of
/// Gemma, which was trained with its approximation.
const char* activationKey(const ConfigReader& config)
{
    const bool isMeant = !config.isSaid("hidden_activation") && config.stringOr("hidden_act", "gelu").value_or("") != "gelu";
    return isMeant ? "hidden_act" : "hidden_activation";
}

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore&)
{
    auto spec = describeLlamaLike(config, {.family = "gemma", .kvHeadsDefault = 16, .headDefault = 256, .longestDefault = 8192, .isTied = true,
                                           .activationKey = activationKey(config), .activationDefault = "gelu_pytorch_tanh"});
    if (!spec)
        return spec;
    SpecReader read(config);
    spec->decoder->attention.hasBias = read.booleanOr("attention_bias", false);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    spec->decoder->embeddingScale = std::sqrt(static_cast<double>(spec->dModel));
    if (auto ok = describeCausalHead(config, {.name = "Gemma", .ofWords = {"GemmaForCausalLM"}, .hasAnswers = false, .absentPadding = 0}, spec->head); !ok)
        return tl::unexpected(ok.error());
    return spec;
}

/// The gain that the norm multiplies by: 1 + what the file stores.
void addOne(NormWeights& norm)
{
    MatrixOf<double> gain = norm.gain.as<double>();
    gain.array() += 1.0;
    norm.gain = Tensor(norm.gain.name() + " + 1", std::move(gain));
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    const Bias ofAttention = biasIf(spec.decoder->attention.hasBias);
    auto weights = mapLlamaLike(spec, tensors, {ofAttention, ofAttention, Bias::No});
    if (!weights)
        return weights;
    for (BlockWeights& block : weights->decoder.blocks) {
        addOne(block.ln1);
        addOne(block.ln2);
    }
    addOne(weights->decoder.finalNorm);
    return weights;
}

} // namespace

const Family& gemmaFamily()
{
    static const Family family{"gemma", describe, map, llamaBuffers()};
    return family;
}

} // namespace hl
