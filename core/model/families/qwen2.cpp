// Qwen2 (Yang et al. 2024): LLaMA with biases on queries, keys and values.
#include "core/model/families/llama_like.h"

#include "core/base/limits.h"

namespace hl {

namespace {

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore&)
{
    auto spec = describeLlamaLike(config, {.family = "qwen2", .kvHeadsDefault = 32});
    if (!spec)
        return spec;
    SpecReader read(config);
    const bool isWindowed = read.booleanOr("use_sliding_window", false);
    const int window = read.integerOr("sliding_window", 1, limits::tableRows, 4096);
    const int firstWindowed = read.integerOr("max_window_layers", 0, limits::layers, 28);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    for (int layer = 0; isWindowed && layer < spec->decoder->layers; ++layer)
        spec->decoder->attention.windows.push_back(layer >= firstWindowed ? window : 0);
    if (auto ok = describeCausalHead(config, {"Qwen2", {"Qwen2ForCausalLM"}}, spec->head); !ok)
        return tl::unexpected(ok.error());
    return spec;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    return mapLlamaLike(spec, tensors, {.queryKeyValue = Bias::Yes});
}

} // namespace

const Family& qwen2Family()
{
    static const Family family{"qwen2", describe, map, llamaBuffers()};
    return family;
}

} // namespace hl
