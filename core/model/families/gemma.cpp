// Gemma (Mesnard et al. 2024): LLaMA with embeddings times √d_model, heads whose width the model chooses, and norms that
// store their gain minus 1.
#include "core/model/families/llama_like.h"

#include <cmath>

namespace hl {

namespace {

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore&)
{
    // "hidden_act" is not read: the reference takes GELU's approximation unless "hidden_activation" says otherwise.
    auto spec = describeLlamaLike(config, {.family = "gemma", .kvHeadsDefault = 16, .headDefault = 256, .isTied = true,
                                           .activationKey = "hidden_activation", .activationDefault = "gelu_pytorch_tanh"});
    if (!spec)
        return spec;
    spec->decoder->embeddingScale = std::sqrt(static_cast<double>(spec->dModel));
    if (auto ok = describeCausalHead(config, {.name = "Gemma", .ofWords = {"GemmaForCausalLM"}, .absentPadding = 0}, spec->head); !ok)
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
    auto weights = mapLlamaLike(spec, tensors, {Bias::IfThere, Bias::IfThere, Bias::No});
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
