// Whether weights have the shapes that a model's description asks for.
#include "core/model/model.h"

#include "core/base/shown.h"

#include <algorithm>

namespace hl {

namespace {

std::string shapeText(Index rows, Index cols)
{
    return "[" + std::to_string(rows) + ", " + std::to_string(cols) + "]";
}

Result<void> expectShape(const Tensor& tensor, Index rows, Index cols, const char* what)
{
    if (!tensor)
        return fail(ErrorCode::BadTensor, HL_NOOP("core", "The model's files lack %1 (expected shape %2)."),
                    {what, shapeText(rows, cols)});
    if (tensor.rows() == rows && tensor.cols() == cols)
        return {};
    return fail(ErrorCode::BadTensor, HL_NOOP("core", "Tensor \"%1\" has shape %2, expected %3."),
                {tensor.name(), shapeText(tensor.rows(), tensor.cols()), shapeText(rows, cols)});
}

Result<void> expectLinear(const Linear& linear, Index in, Index out, const char* what)
{
    if (auto ok = expectShape(linear.weight, in, out, what); !ok)
        return ok;
    return linear.bias ? expectShape(linear.bias, 1, out, what) : Result<void>{};
}

Result<void> expectNorm(const NormWeights& norm, Index d, const char* what)
{
    if (auto ok = expectShape(norm.gain, 1, d, what); !ok)
        return ok;
    return norm.bias ? expectShape(norm.bias, 1, d, what) : Result<void>{};
}

Result<void> expectAttention(const AttentionWeights& w, const AttentionSpec& spec, Index d)
{
    const Index queries = Index{spec.heads} * spec.dHead;
    const Index keys = Index{spec.keyHeads()} * spec.dHead;
    const Index values = Index{spec.keyHeads()} * spec.dValue;
    if (auto ok = expectLinear(w.q, d, queries, "the query projection"); !ok)
        return ok;
    if (spec.hasQueryKeyNorm) {
        if (auto ok = expectNorm(w.qNorm, spec.dHead, "the norm of the queries"); !ok)
            return ok;
        if (auto ok = expectNorm(w.kNorm, spec.dHead, "the norm of the keys"); !ok)
            return ok;
    }
    if (auto ok = expectLinear(w.k, d, keys, "the key projection"); !ok)
        return ok;
    if (auto ok = expectLinear(w.v, d, values, "the value projection"); !ok)
        return ok;
    return expectLinear(w.o, Index{spec.heads} * spec.dValue, d, "the output projection");
}

/// What relative positions need in each layer.
Result<void> expectRelative(const AttentionWeights& w, const StackSpec& stack, Index d)
{
    const PositionSpec& positions = stack.positions;
    const RelativeSpec& relative = positions.relative;
    const Index width = Index{stack.attention.heads} * stack.attention.dHead;
    if (!positions.isRelative())
        return {};
    if (relative.kind == RelativeKind::Table)
        return expectShape(w.distances, 2 * Index{relative.span} - 1, stack.attention.dHead, "the table of distances");
    if (relative.hasContentToPosition) {
        if (auto ok = expectLinear(w.positionK, d, width, "the projection of positions to keys"); !ok)
            return ok;
    }
    if (relative.hasPositionToContent) {
        if (auto ok = expectLinear(w.positionQ, d, width, "the projection of positions to queries"); !ok)
            return ok;
    }
    if (!positions.hasQueryBiases())
        return {};
    if (auto ok = expectShape(w.contentBias, 1, width, "the vector added to queries for keys"); !ok)
        return ok;
    if (auto ok = expectShape(w.positionBias, 1, width, "the vector added to queries for positions"); !ok)
        return ok;
    if (!relative.hasSegments)
        return {};
    if (auto ok = expectShape(w.segmentBias, 1, width, "the vector added to queries for segments"); !ok)
        return ok;
    return expectShape(w.segments, 2, width, "the table of segments");
}

Result<void> expectBlock(const BlockWeights& block, const StackSpec& stack, Index d)
{
    if (stack.norm != NormKind::None) {
        if (auto ok = expectNorm(block.ln1, d, "the attention norm"); !ok)
            return ok;
    }
    if (auto ok = expectAttention(block.attention, stack.attention, d); !ok)
        return ok;
    if (auto ok = expectRelative(block.attention, stack, d); !ok)
        return ok;
    if (stack.cross) {
        if (stack.norm != NormKind::None) {
            if (auto ok = expectNorm(block.lnCross, d, "the cross-attention norm"); !ok)
                return ok;
        }
        if (auto ok = expectAttention(block.cross, *stack.cross, d); !ok)
            return ok;
    }
    const Index dMlp = stack.mlp.dMlp;
    if (dMlp == 0)
        return {};
    if (stack.norm != NormKind::None) {
        if (!(stack.isParallel && stack.sharesNorm)) {
            if (auto ok = expectNorm(block.ln2, d, "the feed-forward norm"); !ok)
                return ok;
        }
    }
    if (auto ok = expectLinear(block.mlpIn, d, dMlp, "the first feed-forward layer"); !ok)
        return ok;
    if (stack.mlp.isGated) {
        if (auto ok = expectLinear(block.mlpGate, d, dMlp, "the feed-forward gate"); !ok)
            return ok;
    }
    return expectLinear(block.mlpOut, dMlp, d, "the second feed-forward layer");
}

/// The tables of words in groups, and what lies between them and the model.
Result<void> expectGroups(const std::vector<GroupWeights>& weights, const WordGroups& groups, Index d)
{
    if (static_cast<int>(weights.size()) != groups.count())
        return fail(ErrorCode::BadTensor, HL_NOOP("core", "The model's files hold %1 groups of words, expected %2."),
                    {std::to_string(weights.size()), std::to_string(groups.count())});
    for (int group = 0; group < groups.count(); ++group) {
        const GroupWeights& own = weights[static_cast<std::size_t>(group)];
        if (auto ok = expectShape(own.table, groups.wordsOf(group), groups.widthOf(group), "the table of a group of words"); !ok)
            return ok;
        if (auto ok = expectShape(own.projection, d, groups.widthOf(group), "the projection of a group of words"); !ok)
            return ok;
    }
    return {};
}

Result<void> expectStack(const StackWeights& weights, const StackSpec& stack, Index d)
{
    const Index sumWidth = stack.sumWidth(static_cast<int>(d));
    if (stack.projection != EmbeddingProjection::None && stack.groups.isEmpty()) {
        if (auto ok = expectLinear(weights.projection, stack.embeddingWidth, d, "the projection of the embedding"); !ok)
            return ok;
    }
    if (stack.positions.kind == PositionKind::Learned) {
        if (auto ok = expectShape(weights.positions, stack.positions.tableRows(), sumWidth, "the position table"); !ok)
            return ok;
    }
    if (stack.positions.relative.kind == RelativeKind::Disentangled) {
        if (auto ok = expectShape(weights.relative, 2 * Index{stack.positions.relative.span}, d, "the relative positions"); !ok)
            return ok;
        if (stack.positions.relative.isNormed) {
            if (auto ok = expectNorm(weights.relativeNorm, d, "the norm of the relative positions"); !ok)
                return ok;
        }
    }
    if (stack.positions.hasT5Bias()) {
        if (auto ok = expectShape(weights.relativeBias, stack.positions.t5Buckets, stack.attention.heads,
                                  "the relative position bias");
            !ok)
            return ok;
    }
    if (stack.segments > 0) {
        if (auto ok = expectShape(weights.segments, stack.segments, sumWidth, "the token type table"); !ok)
            return ok;
    }
    if (stack.hasEmbeddingNorm) {
        if (auto ok = expectNorm(weights.embeddingNorm, sumWidth, "the embedding norm"); !ok)
            return ok;
    }
    if (stack.hasFinalNorm) {
        if (auto ok = expectNorm(weights.finalNorm, d, "the final norm"); !ok)
            return ok;
    }
    if (stack.convolution) {
        const ConvolutionSpec& convolution = *stack.convolution;
        const Index features = d / convolution.groups;
        for (int group = 0; group < convolution.groups; ++group) {
            const auto i = static_cast<std::size_t>(group);
            if (auto ok = expectLinear(i < weights.convolution.size() ? weights.convolution[i] : Linear{}, features * convolution.kernel, features,
                                       "the convolution");
                !ok)
                return ok;
        }
        if (auto ok = expectNorm(weights.convolutionNorm, d, "the norm behind the convolution"); !ok)
            return ok;
    }
    if (static_cast<int>(weights.blocks.size()) != stack.layers)
        return fail(ErrorCode::BadTensor, HL_NOOP("core", "The model's files hold %1 blocks, expected %2."),
                    {std::to_string(weights.blocks.size()), std::to_string(stack.layers)});
    for (const BlockWeights& block : weights.blocks) {
        if (auto ok = expectBlock(block, stack, d); !ok)
            return ok;
    }
    return {};
}

} // namespace

Result<void> Model::checkShapes() const
{
    const Index d = m_spec.dModel;
    if (m_spec.arrays) {
        HL_ASSERT(m_weights.arrays != nullptr); // whoever read the arrays has checked them
        return {};
    }
    if (m_spec.image) {
        if (auto ok = checkImage(); !ok)
            return ok;
    }
    if (m_spec.audio) {
        const Index window = AudioSpec::kernel;
        if (auto ok = expectLinear(m_weights.audio.conv1, window * m_spec.audio->melBins, d, "the first convolution"); !ok)
            return ok;
        if (auto ok = expectLinear(m_weights.audio.conv2, window * d, d, "the second convolution"); !ok)
            return ok;
    }
    for (const Side side : m_spec.sides()) {
        if (m_spec.readsTokens(side)) {
            const WordGroups& groups = m_spec.stack(side).groups;
            const Index width = m_spec.stack(side).tokenWidth(m_spec.dModel);
            if (auto ok = !groups.isEmpty() ? expectGroups(m_weights.groups, groups, d)
                                            : expectShape(embedding(side), m_spec.vocabularyOf(side), width, "the embedding table");
                !ok)
                return ok;
        }
        if (auto ok = expectStack(stackWeights(side), m_spec.stack(side), d); !ok)
            return ok;
    }
    if (m_spec.hasQueryStream) {
        if (auto ok = expectShape(m_weights.queryStart, 1, d, "the start of the query stream"); !ok)
            return ok;
    }
    const HeadWeights& head = m_weights.head;
    if (m_spec.head.hasPooler) {
        if (auto ok = expectLinear(head.pooler, d, d, "the pooler"); !ok)
            return ok;
    }
    if (m_spec.head.hasChoiceScore) {
        if (auto ok = expectLinear(head.choice, d, 1, "the head of choices"); !ok)
            return ok;
    }
    if (m_spec.head.pairQuestion != ClassQuestion::Own) {
        if (auto ok = expectLinear(head.pair, d, 2, "the head of pairs"); !ok)
            return ok;
    }
    if (m_spec.head.kind == HeadKind::None)
        return {};
    const Index width = m_spec.head.width > 0 ? m_spec.head.width : d;
    if (m_spec.head.transform || m_spec.head.isProjected) {
        if (auto ok = expectLinear(head.transform, d, width, "the prediction head"); !ok)
            return ok;
    }
    if (m_spec.head.transform && m_spec.head.hasTransformNorm) {
        if (auto ok = expectNorm(head.transformNorm, width, "the prediction head's norm"); !ok)
            return ok;
    }
    const Index outputs = m_spec.outputs();
    const WordGroups& wordGroups = m_spec.stack(m_spec.outputSide()).groups;
    for (int group = 0; group < wordGroups.count(); ++group) {
        const Tensor table = static_cast<std::size_t>(group) < head.groups.size() ? head.groups[static_cast<std::size_t>(group)] : Tensor();
        if (auto ok = expectShape(table, wordGroups.wordsOf(group), wordGroups.widthOf(group), "the unembedding table of a group of words"); !ok)
            return ok;
    }
    if (wordGroups.isEmpty()) {
        if (auto ok = expectShape(unembedding(), outputs, width, "the unembedding table"); !ok)
            return ok;
    }
    if (!m_spec.head.cutoffs.empty()) {
        const auto groups = static_cast<Index>(m_spec.head.cutoffs.size());
        const Index features = wordGroups.isEmpty() ? width : Index{wordGroups.widthOf(0)};
        if (auto ok = expectShape(head.clusters.weight, groups, features, "the groups of words"); !ok)
            return ok;
        if (auto ok = expectShape(head.clusters.bias, 1, groups, "the bias of the groups of words"); !ok)
            return ok;
    }
    if (m_spec.head.isDistilled) {
        if (auto ok = expectShape(head.distillation, outputs, d, "the distillation head"); !ok)
            return ok;
        if (head.distillationBias) {
            if (auto ok = expectShape(head.distillationBias, 1, outputs, "the distillation head's bias"); !ok)
                return ok;
        }
    }
    return head.bias ? expectShape(head.bias, 1, outputs, "the unembedding bias") : Result<void>{};
}

Result<void> Model::checkImage() const
{
    const ImageSpec& image = *m_spec.image;
    const Index d = m_spec.dModel;
    if (auto ok = expectLinear(m_weights.image.patch, image.patchFeatures(), d, "the patch projection"); !ok)
        return ok;
    if (image.hasClassToken) {
        if (auto ok = expectShape(m_weights.image.classToken, 1, d, "the class token"); !ok)
            return ok;
    }
    return image.hasDistillationToken
               ? expectShape(m_weights.image.distillationToken, 1, d, "the distillation token")
               : Result<void>{};
}

} // namespace hl
