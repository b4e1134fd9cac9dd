// Mistral (Jiang et al. 2023): LLaMA whose queries see a window of the keys before them.
#include "core/model/families/llama_like.h"

#include "core/base/limits.h"

namespace hl {

namespace {

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore&)
{
    auto spec = describeLlamaLike(config, {.family = "mistral", .kvHeadsDefault = 8, .longestDefault = 131072});
    if (!spec)
        return spec;
    SpecReader read(config);
    // No key means the first model's window; null means none.
    const int window = config.isNull("sliding_window") ? 0 : read.integerOr("sliding_window", 1, limits::tableRows, 4096);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    spec->decoder->attention.windows.assign(static_cast<std::size_t>(spec->decoder->layers), window);
    if (auto ok = describeCausalHead(config, {"Mistral", {"MistralForCausalLM"}}, spec->head); !ok)
        return tl::unexpected(ok.error());
    return spec;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    return mapLlamaLike(spec, tensors, {});
}

} // namespace

const Family& mistralFamily()
{
    static const Family family{"mistral", describe, map, llamaBuffers()};
    return family;
}

} // namespace hl
