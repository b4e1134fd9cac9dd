// Whisper (Radford et al. 2022): a log-mel spectrogram through two convolutions into an encoder, a decoder of text; pre-norm,
// tables of positions for both, keys without bias. The head is the decoder's table.
#include "core/model/families/seq2seq.h"

#include "core/base/limits.h"

namespace hl {

namespace {

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore&)
{
    const auto isBare = isBareSeq2Seq(config, "WhisperModel", {"WhisperForConditionalGeneration"});
    if (!isBare)
        return tl::unexpected(isBare.error());
    auto spec = describeSeq2Seq(config, "whisper", NormPlacement::Pre,
                                {.layers = 4, .heads = 6, .dMlp = 1536, .dModel = 384, .vocabulary = 51865});
    if (!spec)
        return spec;
    SpecReader read(config);
    AudioSpec audio;
    audio.melBins = read.integerOr("num_mel_bins", 1, limits::hidden, 80);
    audio.positions = read.integerOr("max_source_positions", 1, limits::patches, 1500);
    const int targetLength = read.integerOr("max_target_positions", 1, limits::tableRows, 448);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    for (auto* stack : {&*spec->encoder, &*spec->decoder}) {
        stack->positions.kind = PositionKind::Learned;
        stack->hasFinalNorm = true;
    }
    spec->encoder->positions.maxLength = audio.positions;
    spec->decoder->positions.maxLength = targetLength;
    spec->audio = audio;
    spec->head.kind = *isBare ? HeadKind::None : HeadKind::LanguageModel;
    return spec;
}

Result<Linear> convolution(TensorStore& tensors, const std::string& name, Index in, Index out)
{
    Linear linear;
    if (auto ok = into(linear.weight, tensors.filters(name + ".weight", {out, in, AudioSpec::kernel})); !ok)
        return tl::unexpected(ok.error());
    if (auto ok = into(linear.bias, tensors.vector(name + ".bias", out)); !ok)
        return tl::unexpected(ok.error());
    return linear;
}

Result<void> mapSides(const ModelSpec& spec, TensorStore& tensors, Weights& weights)
{
    for (const Side side : spec.sides()) {
        const StackSpec& stack = spec.stack(side);
        const std::string name = side == Side::Encoder ? "encoder" : "decoder";
        StackWeights& target = side == Side::Encoder ? weights.encoder : weights.decoder;
        auto table = tensors.matrix(name + ".embed_positions.weight", stack.positions.maxLength, spec.dModel);
        if (auto ok = into(target.positions, std::move(table)); !ok)
            return ok;
        const Seq2SeqTensors options{.hasKeyBias = false, .hasFinalNorm = true};
        if (auto ok = mapSeq2SeqStack(tensors, name, stack, spec.dModel, options, target); !ok)
            return ok;
    }
    return {};
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    const Index d = spec.dModel;
    chooseSeq2SeqPrefix(tensors);
    Weights weights;
    if (auto ok = into(weights.audio.conv1, convolution(tensors, "encoder.conv1", spec.audio->melBins, d)); !ok)
        return tl::unexpected(ok.error());
    if (auto ok = into(weights.audio.conv2, convolution(tensors, "encoder.conv2", d, d)); !ok)
        return tl::unexpected(ok.error());
    const bool isInHead = !tensors.has("decoder.embed_tokens.weight") && spec.head.isTied && tensors.has("proj_out.weight");
    const char* table = isInHead ? "proj_out.weight" : "decoder.embed_tokens.weight";
    if (auto ok = into(weights.targetEmbedding, tensors.matrix(table, spec.vocabulary, d)); !ok)
        return tl::unexpected(ok.error());
    if (auto ok = mapSides(spec, tensors, weights); !ok)
        return tl::unexpected(ok.error());
    if (spec.head.kind != HeadKind::None && !spec.head.isTied) {
        if (auto ok = into(weights.head.unembedding, tensors.matrix("proj_out.weight", spec.vocabulary, d)); !ok)
            return tl::unexpected(ok.error());
    }
    return weights;
}

} // namespace

const Family& whisperFamily()
{
    static const Family family{"whisper", describe, map, {"proj_out.weight"}};
    return family;
}

} // namespace hl
