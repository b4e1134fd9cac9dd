// DeBERTa v2 and v3 (He et al. 2021): far distances share rows, and distances may go through the projections of the content. The
// large ones add a convolution behind the first block.
#include "core/model/families/deberta.h"

#include "core/base/limits.h"

namespace hl {

namespace {

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore& tensors)
{
    auto spec = describeDeberta(config, tensors, "deberta-v2", "DebertaV2", TermCount::Known);
    if (!spec)
        return spec;
    SpecReader read(config);
    RelativeSpec& relative = spec->encoder->positions.relative;
    const int buckets = read.integerOr("position_buckets", -1, limits::tableRows, -1);
    const int kernel = read.integerOr("conv_kernel_size", 0, limits::hidden, 0);
    const int dHead = read.integerOr("attention_head_size", 1, limits::hidden, spec->encoder->attention.dHead);
    relative.sharesProjections = read.booleanOr("share_att_key", false);
    const std::string norms = read.stringOr("norm_rel_ebd", "none");
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (kernel > 0) {
        ConvolutionSpec convolution{.kernel = kernel};
        convolution.groups = read.integerOr("conv_groups", 1, limits::hidden, 1);
        convolution.activation = read.activation("conv_act", "tanh");
        if (!read.ok())
            return tl::unexpected(read.ok().error());
        spec->encoder->convolution = convolution;
    }
    if (dHead != spec->encoder->attention.dHead)
        return failSetting(config, "attention_head_size", std::to_string(dHead), std::to_string(spec->encoder->attention.dHead));
    if (buckets > 0) {
        relative.buckets = buckets;
        relative.span = buckets;
    }
    relative.isNormed = relative.kind != RelativeKind::None && norms.find("layer_norm") != std::string::npos;
    return spec;
}

void readAttention(WeightReader& read, const ModelSpec& spec, const std::string& name, AttentionWeights& weights)
{
    const RelativeSpec& relative = spec.encoder->positions.relative;
    const Index d = spec.dModel;
    read.linear(weights.q, name + ".query_proj", d, d);
    read.linear(weights.k, name + ".key_proj", d, d);
    read.linear(weights.v, name + ".value_proj", d, d);
    if (relative.kind == RelativeKind::None)
        return;
    if (relative.sharesProjections) {
        weights.positionK = weights.k;
        weights.positionQ = weights.q;
        return;
    }
    if (relative.hasContentToPosition)
        read.linear(weights.positionK, name + ".pos_key_proj", d, d);
    if (relative.hasPositionToContent)
        read.linear(weights.positionQ, name + ".pos_query_proj", d, d);
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    return mapDeberta(spec, tensors, readAttention);
}

} // namespace

const Family& debertaV2Family()
{
    static const Family family{"deberta-v2", describe, map,
                               {"embeddings.position_ids", "cls.predictions.decoder.weight", "cls.predictions.decoder.bias",
                                "cls.predictions.bias"}};
    return family;
}

} // namespace hl
