// A model's tensors one by one, and copies of a model with other ones.
#include "core/model/model.h"

#include "core/base/crew.h"
#include "core/model/pack_weights.h"

#include <algorithm>

namespace hl {

namespace {

/// Calls use(tensor, layout) for every tensor that W, const or not, has room for, in the order of computation.
template <class W, class Use>
void eachTensor(W& weights, const ModelSpec& spec, const Use& use)
{
    const auto linear = [&](auto& one) {
        use(one.weight, TensorLayout::OutputsInColumns);
        use(one.bias, TensorLayout::Vector);
    };
    const auto norm = [&](auto& one) {
        use(one.gain, TensorLayout::Vector);
        use(one.bias, TensorLayout::Vector);
    };
    linear(weights.image.patch);
    use(weights.image.classToken, TensorLayout::Vector);
    use(weights.image.distillationToken, TensorLayout::Vector);
    linear(weights.audio.conv1);
    linear(weights.audio.conv2);
    use(weights.sourceEmbedding, TensorLayout::OutputsInRows);
    use(weights.targetEmbedding, TensorLayout::OutputsInRows);
    for (auto& group : weights.groups) {
        use(group.table, TensorLayout::OutputsInRows);
        use(group.projection, TensorLayout::OutputsInRows);
    }
    use(weights.queryStart, TensorLayout::Vector);
    for (const Side side : spec.sides()) {
        if (side == Side::Query) // its weights are the content stream's
            continue;
        auto& stack = side == Side::Encoder || (side == Side::Only && !spec.decoder) ? weights.encoder : weights.decoder;
        use(stack.positions, TensorLayout::OutputsInRows);
        use(stack.segments, TensorLayout::OutputsInRows);
        use(stack.relativeBias, TensorLayout::OutputsInRows);
        linear(stack.projection);
        use(stack.relative, TensorLayout::OutputsInRows);
        norm(stack.relativeNorm);
        norm(stack.embeddingNorm);
        for (auto& block : stack.blocks) {
            norm(block.ln1);
            for (auto* attention : {&block.attention, &block.cross}) {
                linear(attention->q);
                linear(attention->k);
                linear(attention->v);
                linear(attention->o);
                norm(attention->qNorm);
                norm(attention->kNorm);
                linear(attention->positionK);
                linear(attention->positionQ);
                use(attention->distances, TensorLayout::OutputsInRows);
                for (auto* tensor : {&attention->contentBias, &attention->positionBias, &attention->segmentBias})
                    use(*tensor, TensorLayout::Vector);
                use(attention->segments, TensorLayout::OutputsInRows);
            }
            norm(block.lnCross);
            norm(block.ln2);
            linear(block.mlpIn);
            linear(block.mlpGate);
            linear(block.mlpOut);
        }
        for (auto& group : stack.convolution)
            linear(group);
        norm(stack.convolutionNorm);
        norm(stack.finalNorm);
    }
    linear(weights.head.pooler);
    linear(weights.head.transform);
    norm(weights.head.transformNorm);
    use(weights.head.unembedding, TensorLayout::OutputsInRows);
    for (auto& table : weights.head.groups)
        use(table, TensorLayout::OutputsInRows);
    use(weights.head.bias, TensorLayout::Vector);
    use(weights.head.distillation, TensorLayout::OutputsInRows);
    use(weights.head.distillationBias, TensorLayout::Vector);
    linear(weights.head.choice);
    linear(weights.head.pair);
    use(weights.head.clusters.weight, TensorLayout::OutputsInRows);
    use(weights.head.clusters.bias, TensorLayout::Vector);
}

} // namespace

std::vector<Tensor> Model::tensors() const
{
    std::vector<Tensor> all;
    eachTensor(m_weights, m_spec, [&](const Tensor& tensor, TensorLayout) {
        const bool isNew = std::none_of(all.begin(), all.end(), [&](const Tensor& known) {
            return known.isSameAs(tensor);
        });
        if (tensor && isNew)
            all.push_back(tensor);
    });
    return all;
}

std::shared_ptr<const Model> Model::withTensors(const std::vector<std::pair<Tensor, Tensor>>& replaced) const
{
    return withEachTensor([&](const Tensor& tensor, TensorLayout) {
        for (const auto& [old, now] : replaced) {
            if (tensor.isSameAs(old))
                return now;
        }
        return tensor;
    });
}

std::shared_ptr<const Model> Model::withEachTensor(const std::function<Tensor(const Tensor&, TensorLayout)>& changed) const
{
    std::shared_ptr<Model> copy(new Model(*this));
    std::vector<std::pair<Tensor, Tensor>> known; // a tensor that is used twice stays one
    eachTensor(copy->m_weights, m_spec, [&](Tensor& tensor, TensorLayout layout) {
        if (!tensor)
            return;
        const auto found = std::find_if(known.begin(), known.end(), [&](const auto& pair) { return pair.first.isSameAs(tensor); });
        if (found != known.end()) {
            tensor = found->second;
            return;
        }
        const Tensor old = tensor;
        tensor = changed(old, layout);
        known.emplace_back(old, tensor);
    });
    Crew crew(1);
    packWeights(copy->m_weights, crew);
    return copy;
}

} // namespace hl
