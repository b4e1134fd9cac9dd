// The tensors of Headlight's own format: named after the steps they make, matrices [in, out]. See own_format.h.
#include "core/model/families/headlight_weights.h"

namespace hl {

namespace {

/// Collects tensors until the first error.
class Mapper
{
public:
    explicit Mapper(TensorStore& tensors)
        : m_tensors(tensors)
    {}

    void matrix(Tensor& target, const std::string& name, Index rows, Index cols)
    {
        if (ok)
            ok = into(target, m_tensors.matrix(name, rows, cols));
    }
    void vector(Tensor& target, const std::string& name, Index n)
    {
        if (ok)
            ok = into(target, m_tensors.vector(name, n));
    }
    void linear(Linear& target, const std::string& name, Index in, Index out)
    {
        if (ok)
            ok = into(target, m_tensors.linear(name, in, out, false));
    }
    void norm(NormWeights& target, const std::string& name, Index d)
    {
        if (ok)
            ok = into(target, m_tensors.norm(name, d));
    }
    void attention(AttentionWeights& target, const std::string& name, const AttentionSpec& spec, Index d)
    {
        linear(target.q, name + ".q", d, Index{spec.heads} * spec.dHead);
        linear(target.k, name + ".k", d, Index{spec.keyHeads()} * spec.dHead);
        linear(target.v, name + ".v", d, Index{spec.keyHeads()} * spec.dValue);
        linear(target.o, name + ".o", Index{spec.heads} * spec.dValue, d);
        if (spec.hasQueryKeyNorm) {
            norm(target.qNorm, name + ".q_norm", spec.dHead);
            norm(target.kNorm, name + ".k_norm", spec.dHead);
        }
    }
    /// What relative positions need in each layer.
    void relative(AttentionWeights& target, const std::string& name, const StackSpec& stack, Index d)
    {
        const RelativeSpec& spec = stack.positions.relative;
        const Index width = Index{stack.attention.heads} * stack.attention.dHead;
        if (spec.kind == RelativeKind::None)
            return;
        if (spec.kind == RelativeKind::Table)
            return matrix(target.distances, name + ".distances.weight", 2 * Index{spec.span} - 1, stack.attention.dHead);
        if (spec.hasContentToPosition)
            linear(target.positionK, name + ".position_k", d, width);
        if (spec.hasPositionToContent)
            linear(target.positionQ, name + ".position_q", d, width);
        if (!stack.positions.hasQueryBiases())
            return;
        vector(target.contentBias, name + ".content_bias", width);
        vector(target.positionBias, name + ".position_bias", width);
        if (spec.hasSegments) {
            vector(target.segmentBias, name + ".segment_bias", width);
            matrix(target.segments, name + ".segments.weight", 2, width);
        }
    }
    void block(BlockWeights& target, const std::string& name, const StackSpec& stack, Index d)
    {
        const bool hasNorm = stack.norm != NormKind::None;
        if (hasNorm)
            norm(target.ln1, name + "ln1", d);
        attention(target.attention, name + "attn", stack.attention, d);
        relative(target.attention, name + "attn", stack, d);
        if (stack.cross) {
            if (hasNorm)
                norm(target.lnCross, name + "ln_cross", d);
            attention(target.cross, name + "cross", *stack.cross, d);
        }
        if (stack.mlp.dMlp == 0)
            return;
        if (hasNorm && !(stack.isParallel && stack.sharesNorm))
            norm(target.ln2, name + "ln2", d);
        linear(target.mlpIn, name + "mlp.in", d, stack.mlp.dMlp);
        if (stack.mlp.isGated)
            linear(target.mlpGate, name + "mlp.gate", d, stack.mlp.dMlp);
        linear(target.mlpOut, name + "mlp.out", stack.mlp.dMlp, d);
    }
    void stack(StackWeights& target, const std::string& name, const StackSpec& spec, Index d)
    {
        const Index sumWidth = spec.sumWidth(static_cast<int>(d));
        const RelativeSpec& relativeSpec = spec.positions.relative;
        if (spec.positions.kind == PositionKind::Learned)
            matrix(target.positions, name + "embed.position.weight", spec.positions.tableRows(), sumWidth);
        if (spec.projection != EmbeddingProjection::None && spec.groups.isEmpty())
            linear(target.projection, name + "embed.project", spec.embeddingWidth, d);
        if (relativeSpec.kind == RelativeKind::Disentangled)
            matrix(target.relative, name + "embed.relative.weight", 2 * Index{relativeSpec.span}, d);
        if (relativeSpec.kind == RelativeKind::Disentangled && relativeSpec.isNormed)
            norm(target.relativeNorm, name + "embed.relative.norm", d);
        if (spec.positions.hasT5Bias())
            matrix(target.relativeBias, name + "relative_bias.weight", spec.positions.t5Buckets, spec.attention.heads);
        if (spec.segments > 0)
            matrix(target.segments, name + "embed.type.weight", spec.segments, sumWidth);
        if (spec.hasEmbeddingNorm)
            norm(target.embeddingNorm, name + "embed.norm", sumWidth);
        for (int layer = 0; layer < spec.layers && ok; ++layer) {
            target.blocks.emplace_back();
            block(target.blocks.back(), name + "blocks." + std::to_string(layer) + ".", spec, d);
        }
        if (spec.convolution) {
            const Index features = d / spec.convolution->groups;
            target.convolution.resize(static_cast<std::size_t>(spec.convolution->groups));
            for (std::size_t group = 0; group < target.convolution.size(); ++group)
                linear(target.convolution[group], name + "conv." + std::to_string(group), features * spec.convolution->kernel, features);
            norm(target.convolutionNorm, name + "conv.norm", d);
        }
        if (spec.hasFinalNorm)
            norm(target.finalNorm, name + "ln_final", d);
    }
    /// Words in groups: their tables, and those of the head where it has its own.
    void groups(Weights& weights, const WordGroups& spec, bool hasHead, Index d)
    {
        for (int group = 0; group < spec.count() && ok; ++group) {
            const std::string name = ".groups." + std::to_string(group);
            GroupWeights& own = weights.groups.emplace_back();
            matrix(own.table, "embed" + name + ".weight", spec.wordsOf(group), spec.widthOf(group));
            matrix(own.projection, "embed" + name + ".projection.weight", d, spec.widthOf(group));
            if (!hasHead)
                continue;
            weights.head.groups.push_back(own.table);
            if (m_tensors.has("unembed" + name + ".weight"))
                matrix(weights.head.groups.back(), "unembed" + name + ".weight", spec.wordsOf(group), spec.widthOf(group));
        }
    }

    Result<void> ok;

private:
    TensorStore& m_tensors;
};

} // namespace

Result<Weights> mapOwnTensors(const ModelSpec& spec, TensorStore& tensors)
{
    Mapper take(tensors);
    Weights weights;
    const Index d = spec.dModel;
    if (spec.image) {
        take.linear(weights.image.patch, "embed.patch", spec.image->patchFeatures(), d);
        if (spec.image->hasClassToken)
            take.vector(weights.image.classToken, "embed.class", d);
        if (spec.image->hasDistillationToken)
            take.vector(weights.image.distillationToken, "embed.distillation", d);
    } else if (const WordGroups& groups = spec.stack(spec.sides().front()).groups; !groups.isEmpty()) {
        take.groups(weights, groups, spec.head.kind != HeadKind::None, d);
    } else {
        const Side first = spec.sides().front();
        take.matrix(weights.sourceEmbedding, "embed.token.weight", spec.vocabularyOf(first), spec.stack(first).tokenWidth(spec.dModel));
    }
    if (spec.hasQueryStream)
        take.vector(weights.queryStart, "embed.start", d);
    if (spec.isEncoderDecoder()) {
        if (tensors.has("decoder.embed.token.weight"))
            take.matrix(weights.targetEmbedding, "decoder.embed.token.weight", spec.vocabulary, d);
        else
            weights.targetEmbedding = weights.sourceEmbedding;
    }
    const bool isPair = spec.isEncoderDecoder();
    if (spec.encoder)
        take.stack(weights.encoder, isPair ? "encoder." : "", *spec.encoder, d);
    if (spec.decoder)
        take.stack(weights.decoder, isPair ? "decoder." : "", *spec.decoder, d);
    HeadWeights& head = weights.head;
    if (spec.head.hasPooler)
        take.linear(head.pooler, "pooler", d, d);
    if (spec.head.kind != HeadKind::None) {
        const Index width = spec.head.width > 0 ? spec.head.width : d;
        if (spec.head.transform || spec.head.isProjected)
            take.linear(head.transform, "head.transform", d, width);
        if (spec.head.transform && spec.head.hasTransformNorm)
            take.norm(head.transformNorm, "head.norm", width);
        if (!spec.head.isTied && head.groups.empty())
            take.matrix(head.unembedding, "unembed.weight", spec.outputs(), width);
        if (const auto clusters = static_cast<Index>(spec.head.cutoffs.size()); clusters > 0) {
            take.matrix(head.clusters.weight, "unembed.clusters.weight", clusters, head.groups.empty() ? width : head.groups.front().cols());
            take.vector(head.clusters.bias, "unembed.clusters.bias", clusters);
        }
        if (spec.head.hasChoiceScore)
            take.linear(head.choice, "choice", d, 1);
        if (spec.head.pairQuestion != ClassQuestion::Own)
            take.linear(head.pair, "pair", d, 2);
        if (tensors.has("unembed.bias"))
            take.vector(head.bias, "unembed.bias", spec.outputs());
        if (spec.head.isDistilled) {
            take.matrix(head.distillation, "unembed.distillation.weight", spec.outputs(), d);
            take.vector(head.distillationBias, "unembed.distillation.bias", spec.outputs());
        }
    }
    if (!take.ok)
        return tl::unexpected(take.ok.error());
    return weights;
}

} // namespace hl
