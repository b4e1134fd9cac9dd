// ViT (Dosovitskiy et al. 2020): a picture's patches behind a class token, learned positions, pre-norm; the class is read off
// the class token. Linear weights are stored [out, in], the patch projection as a convolution [out, channel, row, column].
#include "core/model/families/class_head.h"
#include "core/model/families/vision.h"

namespace hl {

namespace {

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore& tensors)
{
    const auto architecture = architectureOf(config);
    if (!architecture)
        return tl::unexpected(architecture.error());
    const bool isBare = *architecture == "ViTModel" || (architecture->empty() && !tensors.has("classifier.weight"));
    if (!isBare && !architecture->empty() && *architecture != "ViTForImageClassification")
        return failArchitecture(*architecture, "ViTForImageClassification, ViTModel");
    auto spec = describeVision(config, tensors, "vit", false);
    if (!spec || isBare)
        return spec;
    spec->head.kind = HeadKind::Classes;
    spec->head.hasPooler = false;
    if (auto ok = describeProblem(config, spec->head); !ok)
        return tl::unexpected(ok.error());
    return spec;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    auto weights = mapVision(spec, tensors);
    if (!weights || spec.head.kind == HeadKind::None)
        return weights;
    if (auto ok = mapClassHead(tensors, "classifier", spec, weights->head.unembedding, weights->head.bias); !ok)
        return tl::unexpected(ok.error());
    return weights;
}

} // namespace

const Family& vitFamily()
{
    static const Family family{"vit", describe, map, {"embeddings.mask_token", "pooler.dense.weight", "pooler.dense.bias"}};
    return family;
}

} // namespace hl
