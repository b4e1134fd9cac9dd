// Qwen2 (Yang et al. 2024): LLaMA with biases on queries, keys and values.
#include "core/model/families/llama_like.h"

#include "core/base/limits.h"

namespace hl {

namespace {

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore&)
{
    auto spec = describeLlamaLike(config, {.family = "qwen2", .kvHeadsDefault = 32, .longestDefault = 32768});
    if (!spec)
        return spec;
    SpecReader read(config);
    // No key means the first model's window; null means none.
    const bool isWindowed = read.booleanOr("use_sliding_window", false) && !config.isNull("sliding_window");
    const int window = read.integerOr("sliding_window", isWindowed ? 1 : 0, limits::tableRows, 4096);
    const int firstWindowed = read.integerOr("max_window_layers", 0, limits::layers, 28);
    const std::vector<std::string> types = read.stringsOr("layer_types");
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    const bool hasTypes = config.has("layer_types");
    if (hasTypes && static_cast<int>(types.size()) != spec->decoder->layers)
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "%1: \"layer_types\" has %2 entries, but the model has %3 layers."),
                    {config.what(), std::to_string(types.size()), std::to_string(spec->decoder->layers)});
    for (int layer = 0; layer < spec->decoder->layers; ++layer) {
        const std::string type = hasTypes ? types[static_cast<std::size_t>(layer)] : isWindowed && layer >= firstWindowed ? "sliding_attention" : "full_attention";
        if (type == "sliding_attention" && !isWindowed)
            return fail(ErrorCode::Unsupported,
                        HL_NOOP("core", "%1: \"layer_types\" has sliding_attention, but there is no sliding window: see \"use_sliding_window\" and \"sliding_window\"."),
                        {config.what()});
        if (type != "full_attention" && type != "sliding_attention")
            return failSetting(config, "layer_types", type, isWindowed ? "full_attention, sliding_attention" : "full_attention");
        spec->decoder->attention.windows.push_back(type == "sliding_attention" ? window : 0);
    }
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
