// BART (Lewis et al. 2019): encoder and decoder with post-norm, learned positions that begin at row 2 of their table, and a
// norm after the embedding. Linear weights are stored [out, in]; one table serves both stacks and the head.
#include "core/model/families/seq2seq.h"

#include "core/base/limits.h"

#include <cmath>

namespace hl {

namespace {

/// mBART is BART with pre-norm and a norm after each stack.
Result<ModelSpec> describeBart(const ConfigReader& config, const char* family, bool isMultilingual)
{
    const std::string name = isMultilingual ? "MBart" : "Bart";
    const auto isBare = isBareSeq2Seq(config, name + "Model", {name + "ForConditionalGeneration", name + "ForSequenceClassification", name + "ForQuestionAnswering"});
    if (!isBare)
        return tl::unexpected(isBare.error());
    auto spec = describeSeq2Seq(config, family, isMultilingual ? NormPlacement::Pre : NormPlacement::Post, {});
    if (!spec)
        return spec;
    SpecReader read(config);
    const int length = read.integerOr("max_position_embeddings", 1, limits::tableRows, 1024);
    const bool isScaled = read.booleanOr("scale_embedding", false);
    if (!isMultilingual && read.booleanOr("force_bos_token_to_be_generated", false)) // as the first files of BART say it
        spec->generation.forcedBegin = read.integerOr("bos_token_id", 0, spec->vocabulary - 1, 0);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    for (auto* stack : {&*spec->encoder, &*spec->decoder}) {
        stack->positions.kind = PositionKind::Learned;
        stack->positions.maxLength = length;
        stack->embeddingScale = isScaled ? std::sqrt(static_cast<double>(spec->dModel)) : 1.0;
        stack->hasEmbeddingNorm = true;
        stack->hasFinalNorm = isMultilingual;
    }
    spec->head.kind = *isBare ? HeadKind::None : HeadKind::LanguageModel;
    const auto architecture = architectureOf(config);
    if (architecture && (architecture->ends_with("ForSequenceClassification") || architecture->ends_with("ForQuestionAnswering"))) {
        if (auto ok = describeSeq2SeqClasses(config, {.classes = isMultilingual ? 2 : 3, .isSpanOfTwo = true}, *spec); !ok)
            return tl::unexpected(ok.error());
        if (isMultilingual)
            spec->target = TargetText::SourceAfterLast;
        spec->head.paddingToken = read.integerOr("pad_token_id", 0, limits::tableRows, 1);
        if (!read.ok())
            return tl::unexpected(read.ok().error());
    }
    return spec;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    chooseSeq2SeqPrefix(tensors);
    Weights weights;
    if (auto ok = mapSharedEmbedding(tensors, spec, weights); !ok)
        return tl::unexpected(ok.error());
    for (const Side side : spec.sides()) {
        const StackSpec& stack = spec.stack(side);
        const std::string name = side == Side::Encoder ? "encoder" : "decoder";
        StackWeights& target = side == Side::Encoder ? weights.encoder : weights.decoder;
        auto positions = positionsFromTwo(tensors, name, stack.positions.maxLength, spec.dModel);
        if (auto ok = into(target.positions, std::move(positions)); !ok)
            return tl::unexpected(ok.error());
        if (auto ok = mapSeq2SeqStack(tensors, name, stack, spec.dModel, {.hasFinalNorm = stack.hasFinalNorm}, target); !ok)
            return tl::unexpected(ok.error());
    }
    if (auto ok = mapSeq2SeqHead(tensors, spec, weights); !ok)
        return tl::unexpected(ok.error());
    return weights;
}

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore&)
{
    return describeBart(config, "bart", false);
}

Result<ModelSpec> describeMultilingual(const ConfigReader& config, const TensorStore&)
{
    return describeBart(config, "mbart", true);
}

} // namespace

const Family& bartFamily()
{
    static const Family family{"bart", describe, map, seq2seqCopies()};
    return family;
}

const Family& mbartFamily()
{
    static const Family family{"mbart", describeMultilingual, map, seq2seqCopies()};
    return family;
}

} // namespace hl
