// Marian (Junczys-Dowmunt et al. 2018): encoder and decoder with post-norm and the sinusoidal positions of the 2017 paper, sines
// in the first half of a row. One table for both stacks, or one each.
#include "core/model/families/seq2seq.h"

#include "core/base/limits.h"

#include <cmath>
#include <utility>

namespace hl {

namespace {

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore& tensors)
{
    const auto isBare = isBareSeq2Seq(config, "MarianModel", {"MarianMTModel"});
    if (!isBare)
        return tl::unexpected(isBare.error());
    auto spec = describeSeq2Seq(config, "marian", NormPlacement::Post, {.vocabulary = 58101});
    if (!spec)
        return spec;
    SpecReader read(config);
    const int length = read.integerOr("max_position_embeddings", 1, limits::tableRows, 1024);
    const bool isScaled = read.booleanOr("scale_embedding", false);
    const bool isShared = read.booleanOr("share_encoder_decoder_embeddings", true);
    const int decoderVocabulary = read.integerOr("decoder_vocab_size", 1, limits::tableRows, spec->vocabulary);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (!isShared)
        spec->sourceVocabulary = std::exchange(spec->vocabulary, decoderVocabulary);
    for (const Side side : spec->sides()) {
        StackSpec& stack = side == Side::Encoder ? *spec->encoder : *spec->decoder;
        const std::string table = side == Side::Encoder ? "encoder.embed_positions.weight" : "decoder.embed_positions.weight";
        // Older files hold the table, newer ones leave it to be computed, in float32.
        const bool isStored = tensors.has(table) || tensors.has("model." + table);
        stack.positions.kind = isStored ? PositionKind::Learned : PositionKind::Sinusoidal;
        stack.positions.maxLength = length;
        stack.positions.sinesFirst = true;
        stack.positions.isSingle = true;
        stack.embeddingScale = isScaled ? std::sqrt(static_cast<double>(spec->dModel)) : 1.0;
    }
    spec->head.kind = *isBare ? HeadKind::None : HeadKind::LanguageModel;
    return spec;
}

Result<void> mapEmbeddings(TensorStore& tensors, const ModelSpec& spec, Weights& weights)
{
    if (spec.sourceVocabulary == 0)
        return mapSharedEmbedding(tensors, spec, weights);
    if (auto ok = into(weights.sourceEmbedding,
                       tensors.matrix("encoder.embed_tokens.weight", spec.sourceVocabulary, spec.dModel));
        !ok)
        return ok;
    const bool isInHead = !tensors.has("decoder.embed_tokens.weight") && spec.head.isTied && tensors.has("lm_head.weight");
    const char* name = isInHead ? "lm_head.weight" : "decoder.embed_tokens.weight";
    return into(weights.targetEmbedding, tensors.matrix(name, spec.vocabulary, spec.dModel));
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    chooseSeq2SeqPrefix(tensors);
    Weights weights;
    if (auto ok = mapEmbeddings(tensors, spec, weights); !ok)
        return tl::unexpected(ok.error());
    for (const Side side : spec.sides()) {
        const StackSpec& stack = spec.stack(side);
        const std::string name = side == Side::Encoder ? "encoder" : "decoder";
        StackWeights& target = side == Side::Encoder ? weights.encoder : weights.decoder;
        if (stack.positions.kind == PositionKind::Learned) {
            auto table = tensors.matrix(name + ".embed_positions.weight", stack.positions.maxLength, spec.dModel);
            if (auto ok = into(target.positions, std::move(table)); !ok)
                return tl::unexpected(ok.error());
        }
        if (auto ok = mapSeq2SeqStack(tensors, name, stack, spec.dModel, {}, target); !ok)
            return tl::unexpected(ok.error());
    }
    if (auto ok = mapSeq2SeqHead(tensors, spec, weights); !ok)
        return tl::unexpected(ok.error());
    return weights;
}

} // namespace

const Family& marianFamily()
{
    static const Family family{"marian", describe, map, seq2seqCopies()};
    return family;
}

} // namespace hl
