// Headlight's own format: config.json says every choice of the generic description by name, tensors are named after the
// steps they make ("blocks.0.attn.q.weight"), matrices are stored [in, out] as the formulas have them. See own_format.h.
#include "core/model/families/headlight_weights.h"

#include "core/base/limits.h"
#include "core/model/families/own_field_reader.h"
#include "core/model/own_format.h"

#include <cmath>

namespace hl {

namespace {

Result<int> choice(const ConfigReader& config, const std::string& key, const std::vector<std::string_view>& names,
                   int absent)
{
    if (!config.has(key))
        return absent;
    const auto index = config.choice(key, names);
    if (!index)
        return tl::unexpected(index.error());
    return static_cast<int>(*index);
}

Result<AttentionSpec> describeAttention(const ConfigReader& config, int dModel)
{
    SpecReader read(config);
    AttentionSpec spec;
    spec.heads = read.integer("heads", 1, limits::heads);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (!config.has("d_k") && dModel % spec.heads != 0)
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "%1: \"d_model\" is %2, which cannot be divided among %3 heads; give \"d_k\" and \"d_v\"."),
                    {config.what(), std::to_string(dModel), std::to_string(spec.heads)});
    spec.dHead = read.integerOr("d_k", 1, limits::hidden, dModel / spec.heads);
    spec.dValue = read.integerOr("d_v", 1, limits::hidden, spec.dHead);
    spec.isCausal = read.booleanOr("causal", false);
    spec.scale = read.realOr("scale", 0.0, 1e6, 1.0 / std::sqrt(static_cast<double>(spec.dHead)));
    spec.scaleByInverseLayer = read.booleanOr("scale_by_inverse_layer", false);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (auto ok = readOwnFields(config, spec); !ok)
        return tl::unexpected(ok.error());
    return spec;
}

Result<PositionSpec> describePositions(const ConfigReader& config)
{
    PositionSpec spec;
    const auto kind = choice(config, "kind", ownNames::positions(), 0);
    if (!kind)
        return tl::unexpected(kind.error());
    spec.kind = static_cast<PositionKind>(*kind);
    SpecReader read(config);
    spec.maxLength = read.integerOr("max_length", 0, limits::tableRows, 0);
    spec.rotaryBase = read.realOr("rotary_base", 1.0, 1e9, 10000.0);
    spec.rotaryDims = read.integerOr("rotary_dims", 0, limits::hidden, 0);
    spec.rotaryInterleaved = read.booleanOr("rotary_interleaved", false);
    spec.t5Buckets = read.integerOr("t5_buckets", 2, 4096, 32);
    spec.t5MaxDistance = read.integerOr("t5_max_distance", 2, 1 << 20, 128);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (auto ok = readOwnFields(config, spec); !ok)
        return tl::unexpected(ok.error());
    return spec;
}

Result<StackSpec> describeStack(const ConfigReader& config, int dModel, bool isCausalByDefault)
{
    StackSpec stack;
    auto attention = describeAttention(config, dModel);
    if (!attention)
        return tl::unexpected(attention.error());
    stack.attention = *attention;
    if (!config.has("causal"))
        stack.attention.isCausal = isCausalByDefault;
    if (config.has("cross")) {
        const auto object = config.object("cross");
        if (!object)
            return tl::unexpected(object.error());
        auto cross = describeAttention(*object, dModel);
        if (!cross)
            return tl::unexpected(cross.error());
        stack.cross = *cross;
    }
    if (config.has("positions")) {
        const auto object = config.object("positions");
        if (!object)
            return tl::unexpected(object.error());
        auto positions = describePositions(*object);
        if (!positions)
            return tl::unexpected(positions.error());
        stack.positions = *positions;
    }
    const auto norm = choice(config, "norm", ownNames::norms(), static_cast<int>(NormKind::LayerNorm));
    if (!norm)
        return tl::unexpected(norm.error());
    stack.norm = static_cast<NormKind>(*norm);
    const auto placement = choice(config, "norm_placement", ownNames::placements(), 0);
    if (!placement)
        return tl::unexpected(placement.error());
    stack.placement = static_cast<NormPlacement>(*placement);
    const auto activation = choice(config, "activation", ownNames::activations(), static_cast<int>(Activation::Gelu));
    if (!activation)
        return tl::unexpected(activation.error());
    stack.mlp.activation = static_cast<Activation>(*activation);
    SpecReader read(config);
    stack.layers = read.integer("layers", 1, limits::layers);
    stack.mlp.dMlp = read.integerOr("d_mlp", 0, 16 * limits::hidden, 0);
    stack.mlp.isGated = read.booleanOr("gated", false);
    stack.normEpsilon = read.realOr("norm_epsilon", 0.0, 1.0, 1e-5);
    stack.hasEmbeddingNorm = read.booleanOr("embedding_norm", false);
    stack.hasFinalNorm = read.booleanOr("final_norm", false);
    stack.segments = read.integerOr("segments", 0, limits::hidden, 0);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (auto ok = readOwnFields(config, stack); !ok)
        return tl::unexpected(ok.error());
    if (auto ok = readOwnPart(config, "relative", stack.positions.relative); !ok)
        return tl::unexpected(ok.error());
    if (config.has("convolution"))
        stack.convolution.emplace();
    if (auto ok = stack.convolution ? readOwnPart(config, "convolution", *stack.convolution) : Result<void>{}; !ok)
        return tl::unexpected(ok.error());
    if (auto ok = readOwnPart(config, "groups", stack.groups); !ok)
        return tl::unexpected(ok.error());
    return stack;
}

Result<ImageSpec> describeImage(const ConfigReader& config)
{
    SpecReader read(config);
    ImageSpec image;
    const auto size = read.sides("image_size", limits::pictureSide);
    const auto patch = read.sides("patch_size", limits::pictureSide);
    image.height = size.first;
    image.width = size.second;
    image.patchHeight = patch.first;
    image.patchWidth = patch.second;
    image.channels = read.integerOr("channels", 1, 3, 1);
    image.hasClassToken = read.booleanOr("class_token", true);
    image.hasDistillationToken = read.booleanOr("distillation_token", false);
    image.preparation.resizeHeight = image.height;
    image.preparation.resizeWidth = image.width;
    image.preparation.mean = read.numbersOr("image_mean", {});
    image.preparation.deviation = read.numbersOr("image_std", {});
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    return image;
}

Result<void> describeHead(const ConfigReader& config, HeadSpec& head)
{
    const auto kind = choice(config, "kind", ownNames::heads(), 0);
    if (!kind)
        return tl::unexpected(kind.error());
    head.kind = static_cast<HeadKind>(*kind);
    SpecReader read(config);
    head.isTied = read.booleanOr("tied", true);
    head.hasPooler = read.booleanOr("pooler", false);
    head.textClasses = read.stringsOr("text_classes");
    if (!read.ok())
        return read.ok();
    if (config.has("transform")) {
        const auto activation = config.choice("transform", ownNames::activations());
        if (!activation)
            return tl::unexpected(activation.error());
        head.transform = static_cast<Activation>(*activation);
    }
    return readOwnFields(config, head);
}

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore&)
{
    SpecReader read(config);
    ModelSpec spec;
    spec.family = "headlight";
    read.integerOr("format_version", 1, ownFormatVersion, 1);
    spec.name = read.stringOr("name", "");
    if (config.has("image_size")) {
        auto image = describeImage(config);
        if (!image)
            return tl::unexpected(image.error());
        spec.image = std::move(*image);
    }
    if (!spec.image || config.has("decoder"))
        spec.vocabulary = read.integer("vocab_size", 1, limits::tableRows);
    spec.dModel = read.integer("d_model", 1, limits::hidden);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (auto ok = readOwnFields(config, spec); !ok)
        return tl::unexpected(ok.error());
    for (const bool isDecoder : {false, true}) {
        const char* key = isDecoder ? "decoder" : "encoder";
        if (!config.has(key))
            continue;
        const auto object = config.object(key);
        if (!object)
            return tl::unexpected(object.error());
        auto stack = describeStack(*object, spec.dModel, isDecoder);
        if (!stack)
            return tl::unexpected(stack.error());
        (isDecoder ? spec.decoder : spec.encoder) = *stack;
    }
    if (config.has("head")) {
        const auto object = config.object("head");
        if (!object)
            return tl::unexpected(object.error());
        if (auto ok = describeHead(*object, spec.head); !ok)
            return tl::unexpected(ok.error());
    }
    if (spec.head.kind == HeadKind::Classes || (!config.has("head") && config.has("classes"))) {
        spec.head.kind = HeadKind::Classes;
        spec.head.isTied = false;
        spec.head.isDistilled = spec.image && spec.image->hasDistillationToken;
        spec.head.classes = read.stringsOr("classes");
        if (!read.ok())
            return tl::unexpected(read.ok().error());
    }
    if (auto ok = validate(spec); !ok)
        return tl::unexpected(ok.error());
    return spec;
}

} // namespace

const Family& headlightFamily()
{
    static const Family family{"headlight", describe, mapOwnTensors, {}};
    return family;
}

} // namespace hl
