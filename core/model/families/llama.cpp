// LLaMA 1, 2 and 3 (Touvron et al. 2023; Dubey et al. 2024): RMSNorm, SwiGLU, rotary positions, keys and values shared by
// groups of heads; biases where the configuration asks for them.
#include "core/model/families/llama_like.h"

namespace hl {

namespace {

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore&)
{
    auto spec = describeLlamaLike(config, {});
    if (!spec)
        return spec;
    SpecReader read(config);
    spec->decoder->attention.hasBias = read.booleanOr("attention_bias", false);
    spec->decoder->mlp.hasBias = read.booleanOr("mlp_bias", false);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (auto ok = describeCausalHead(config, {"Llama", {"LlamaForCausalLM", "LLaMAForCausalLM"}}, spec->head); !ok)
        return tl::unexpected(ok.error());
    return spec;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    const Bias ofAttention = biasIf(spec.decoder->attention.hasBias);
    return mapLlamaLike(spec, tensors, {ofAttention, ofAttention, biasIf(spec.decoder->mlp.hasBias)});
}

} // namespace

const Family& llamaFamily()
{
    static const Family family{"llama", describe, map, llamaBuffers()};
    return family;
}

} // namespace hl
