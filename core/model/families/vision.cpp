#include "core/model/families/vision.h"

#include "core/base/limits.h"
#include "core/base/shown.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace hl {

Result<ModelSpec> describeVision(const ConfigReader& config, const TensorStore& tensors, std::string_view family,
                                 bool hasDistillationToken)
{
    SpecReader read(config);
    ModelSpec spec;
    StackSpec stack;
    ImageSpec image;
    spec.family = family;
    // Absent keys have the values that the reference gives them: those of ViT-Base.
    spec.dModel = read.integerOr("hidden_size", 1, limits::hidden, 768);
    const int heads = read.integerOr("num_attention_heads", 1, limits::heads, 12);
    const int dHead = read.featuresPerHead("hidden_size", "num_attention_heads", spec.dModel, heads);
    stack.layers = read.integerOr("num_hidden_layers", 1, limits::layers, 12);
    stack.attention = {.heads = heads, .dHead = dHead, .dValue = dHead, .isCausal = false,
                       .scale = 1.0 / std::sqrt(static_cast<double>(dHead))};
    stack.attention.hasBias = read.booleanOr("qkv_bias", true);
    stack.mlp.dMlp = read.integerOr("intermediate_size", 1, 16 * limits::hidden, 3072);
    stack.mlp.activation = read.activation("hidden_act", "gelu");
    stack.normEpsilon = read.realOr("layer_norm_eps", 0.0, 1.0, 1e-12);
    stack.placement = NormPlacement::Pre;
    stack.hasFinalNorm = true;
    const auto size = config.has("image_size") ? read.sides("image_size", limits::pictureSide) : std::pair{224, 224};
    const auto patch = config.has("patch_size") ? read.sides("patch_size", limits::pictureSide) : std::pair{16, 16};
    image.height = size.first;
    image.width = size.second;
    image.patchHeight = patch.first;
    image.patchWidth = patch.second;
    image.channels = read.integerOr("num_channels", 1, limits::hidden, 3);
    image.hasDistillationToken = hasDistillationToken;
    spec.head.poolerActivation = read.activation("pooler_act", "tanh");
    const int pooled = read.integerOr("pooler_output_size", 1, limits::hidden, spec.dModel);
    image.preparation.resizeHeight = image.height;
    image.preparation.resizeWidth = image.width;
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (pooled != spec.dModel)
        return failSetting(config, "pooler_output_size", std::to_string(pooled), std::to_string(spec.dModel));
    image.preparation.mean.assign(static_cast<std::size_t>(image.channels), 0.5);
    image.preparation.deviation = image.preparation.mean;
    image.preparation.isAssumed = true;
    stack.positions.kind = PositionKind::Learned;
    stack.positions.maxLength = image.positions();
    spec.head.isTied = false;
    spec.head.hasPooler = tensors.has("pooler.dense.weight") || tensors.has(std::string(family) + ".pooler.dense.weight");
    spec.image = std::move(image);
    spec.encoder = stack;
    return spec;
}

namespace {

Result<Linear> linearOf(TensorStore& tensors, const std::string& name, Index in, Index out, bool hasBias)
{
    Linear linear;
    if (auto ok = into(linear.weight, tensors.transposed(name + ".weight", in, out)); !ok)
        return tl::unexpected(ok.error());
    if (hasBias) {
        if (auto ok = into(linear.bias, tensors.vector(name + ".bias", out)); !ok)
            return tl::unexpected(ok.error());
    }
    return linear;
}

Result<BlockWeights> blockOf(TensorStore& tensors, const std::string& name, const StackSpec& stack, Index d)
{
    BlockWeights block;
    Result<void> ok;
    const auto take = [&](auto& target, auto make) {
        if (ok)
            ok = into(target, make());
    };
    const auto linear = [&](Linear& target, const char* part, Index in, Index out, bool hasBias) {
        take(target, [&] { return linearOf(tensors, name + part, in, out, hasBias); });
    };
    const bool hasBias = stack.attention.hasBias;
    take(block.ln1, [&] { return layerNormOf(tensors, name + ".layernorm_before", d); });
    linear(block.attention.q, ".attention.attention.query", d, d, hasBias);
    linear(block.attention.k, ".attention.attention.key", d, d, hasBias);
    linear(block.attention.v, ".attention.attention.value", d, d, hasBias);
    linear(block.attention.o, ".attention.output.dense", d, d, true);
    take(block.ln2, [&] { return layerNormOf(tensors, name + ".layernorm_after", d); });
    linear(block.mlpIn, ".intermediate.dense", d, stack.mlp.dMlp, true);
    linear(block.mlpOut, ".output.dense", stack.mlp.dMlp, d, true);
    if (!ok)
        return tl::unexpected(ok.error());
    return block;
}

} // namespace

Result<Weights> mapVision(const ModelSpec& spec, TensorStore& tensors)
{
    const StackSpec& stack = *spec.encoder;
    const ImageSpec& image = *spec.image;
    const Index d = spec.dModel;
    for (const char* probe : {"layernorm.weight", "embeddings.cls_token"}) // one of them may be what is missing
        tensors.choosePrefix({spec.family + ".", ""}, probe);
    Weights weights;
    Result<void> ok;
    const auto take = [&](auto& target, auto make) {
        if (ok)
            ok = into(target, make());
    };
    const std::string projection = "embeddings.patch_embeddings.projection";
    take(weights.image.patch.weight, [&] {
        return tensors.filters(projection + ".weight", {d, image.channels, image.patchHeight, image.patchWidth});
    });
    take(weights.image.patch.bias, [&] { return tensors.vector(projection + ".bias", d); });
    take(weights.image.classToken, [&] { return tensors.reshaped("embeddings.cls_token", {1, 1, d}, 1, d); });
    if (image.hasDistillationToken)
        take(weights.image.distillationToken, [&] { return tensors.reshaped("embeddings.distillation_token", {1, 1, d}, 1, d); });
    take(weights.encoder.positions, [&] {
        return tensors.reshaped("embeddings.position_embeddings", {1, image.positions(), d}, image.positions(), d);
    });
    for (int layer = 0; layer < stack.layers && ok; ++layer) {
        weights.encoder.blocks.emplace_back();
        take(weights.encoder.blocks.back(),
             [&] { return blockOf(tensors, "encoder.layer." + std::to_string(layer), stack, d); });
    }
    take(weights.encoder.finalNorm, [&] { return layerNormOf(tensors, "layernorm", d); });
    if (spec.head.hasPooler)
        take(weights.head.pooler, [&] { return linearOf(tensors, "pooler.dense", d, d, true); });
    if (!ok)
        return tl::unexpected(ok.error());
    return weights;
}

Result<void> mapClassHead(TensorStore& tensors, const std::string& name, const ModelSpec& spec, Tensor& weight, Tensor& bias)
{
    if (auto ok = into(weight, tensors.matrix(name + ".weight", spec.outputs(), spec.dModel)); !ok)
        return ok;
    return into(bias, tensors.vector(name + ".bias", spec.outputs()));
}

} // namespace hl
