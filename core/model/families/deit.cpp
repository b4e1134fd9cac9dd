// DeiT (Touvron et al. 2020): ViT with a second token, which a second class head reads; the prediction is the mean of both
// heads. Pictures are scaled a little larger than the model takes them and cropped.
#include "core/model/families/class_head.h"
#include "core/model/families/vision.h"

namespace hl {

namespace {

constexpr const char* supported = "DeiTForImageClassificationWithTeacher, DeiTForImageClassification, DeiTModel";

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore& tensors)
{
    const auto given = architectureOf(config);
    if (!given)
        return tl::unexpected(given.error());
    const std::string architecture = !given->empty()                             ? *given
                                     : tensors.has("cls_classifier.weight")      ? "DeiTForImageClassificationWithTeacher"
                                     : tensors.has("classifier.weight")          ? "DeiTForImageClassification"
                                                                                 : "DeiTModel";
    const bool isTaught = architecture == "DeiTForImageClassificationWithTeacher";
    const bool isBare = architecture == "DeiTModel";
    if (!isTaught && !isBare && architecture != "DeiTForImageClassification")
        return failArchitecture(architecture, supported);
    auto spec = describeVision(config, tensors, "deit", true);
    if (!spec)
        return spec;
    PicturePreparation& preparation = spec->image->preparation;
    preparation.resampling = Resampling::Bicubic;
    preparation.resizeHeight = spec->image->height * 8 / 7; // 256 for 224
    preparation.resizeWidth = spec->image->width * 8 / 7;
    preparation.cropHeight = spec->image->height;
    preparation.cropWidth = spec->image->width;
    if (isBare)
        return spec;
    spec->head.kind = HeadKind::Classes;
    spec->head.isDistilled = isTaught;
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
    HeadWeights& head = weights->head;
    const char* own = spec.head.isDistilled ? "cls_classifier" : "classifier";
    if (auto ok = mapClassHead(tensors, own, spec, head.unembedding, head.bias); !ok)
        return tl::unexpected(ok.error());
    if (spec.head.isDistilled) {
        if (auto ok = mapClassHead(tensors, "distillation_classifier", spec, head.distillation, head.distillationBias); !ok)
            return tl::unexpected(ok.error());
    }
    return weights;
}

} // namespace

const Family& deitFamily()
{
    static const Family family{"deit", describe, map, {"embeddings.mask_token", "pooler.dense.weight", "pooler.dense.bias"}};
    return family;
}

} // namespace hl
