#include "core/model/own_tensors.h"

namespace hl {

namespace {

/// A model's tensors under the names of this format, whatever they are called where they come from.
class TensorsToSave
{
public:
    explicit TensorsToSave(const Model& model)
    {
        const ModelSpec& spec = model.spec();
        const Weights& weights = model.weights();
        linear("embed.patch", weights.image.patch);
        vector("embed.class", weights.image.classToken);
        vector("embed.distillation", weights.image.distillationToken);
        matrix("embed.token", weights.sourceEmbedding);
        for (std::size_t i = 0; i < weights.groups.size(); ++i) {
            const std::string group = ".groups." + std::to_string(i);
            matrix("embed" + group, weights.groups[i].table);
            matrix("embed" + group + ".projection", weights.groups[i].projection);
            if (i < weights.head.groups.size() && !weights.head.groups[i].view().isSameAs(weights.groups[i].table.view()))
                matrix("unembed" + group, weights.head.groups[i]);
        }
        vector("embed.start", weights.queryStart);
        if (spec.isEncoderDecoder() && !weights.targetEmbedding.view().isSameAs(weights.sourceEmbedding.view()))
            matrix("decoder.embed.token", weights.targetEmbedding);
        for (const Side side : spec.sides())
            if (side != Side::Query) // its weights are the content stream's
                stack(side == Side::Encoder ? "encoder." : side == Side::Decoder ? "decoder." : "", model.stackWeights(side));
        linear("pooler", weights.head.pooler);
        linear("head.transform", weights.head.transform);
        norm("head.norm", weights.head.transformNorm);
        matrix("unembed", weights.head.unembedding);
        vector("unembed.bias", weights.head.bias);
        matrix("unembed.distillation", weights.head.distillation);
        vector("unembed.distillation.bias", weights.head.distillationBias);
        matrix("unembed.clusters", weights.head.clusters.weight);
        vector("unembed.clusters.bias", weights.head.clusters.bias);
        linear("choice", weights.head.choice);
        linear("pair", weights.head.pair);
    }

    [[nodiscard]] const std::vector<NamedTensor>& list() const { return m_list; }

private:
    void matrix(const std::string& name, const Tensor& tensor)
    {
        if (tensor)
            m_list.push_back({name + ".weight", tensor, false});
    }
    void vector(const std::string& name, const Tensor& tensor)
    {
        if (tensor)
            m_list.push_back({name, tensor, true});
    }
    void linear(const std::string& name, const Linear& weights)
    {
        matrix(name, weights.weight);
        vector(name + ".bias", weights.bias);
    }
    void norm(const std::string& name, const NormWeights& weights)
    {
        vector(name + ".weight", weights.gain);
        vector(name + ".bias", weights.bias);
    }
    void attention(const std::string& name, const AttentionWeights& weights)
    {
        linear(name + ".q", weights.q);
        linear(name + ".k", weights.k);
        linear(name + ".v", weights.v);
        linear(name + ".o", weights.o);
        norm(name + ".q_norm", weights.qNorm);
        norm(name + ".k_norm", weights.kNorm);
        linear(name + ".position_k", weights.positionK);
        linear(name + ".position_q", weights.positionQ);
        matrix(name + ".distances", weights.distances);
        vector(name + ".content_bias", weights.contentBias);
        vector(name + ".position_bias", weights.positionBias);
        vector(name + ".segment_bias", weights.segmentBias);
        matrix(name + ".segments", weights.segments);
    }
    void stack(const std::string& prefix, const StackWeights& weights)
    {
        matrix(prefix + "embed.position", weights.positions);
        matrix(prefix + "embed.type", weights.segments);
        matrix(prefix + "relative_bias", weights.relativeBias);
        norm(prefix + "embed.norm", weights.embeddingNorm);
        linear(prefix + "embed.project", weights.projection);
        matrix(prefix + "embed.relative", weights.relative);
        norm(prefix + "embed.relative.norm", weights.relativeNorm);
        for (std::size_t layer = 0; layer < weights.blocks.size(); ++layer) {
            const BlockWeights& block = weights.blocks[layer];
            const std::string name = prefix + "blocks." + std::to_string(layer) + ".";
            norm(name + "ln1", block.ln1);
            attention(name + "attn", block.attention);
            norm(name + "ln_cross", block.lnCross);
            attention(name + "cross", block.cross);
            norm(name + "ln2", block.ln2);
            linear(name + "mlp.in", block.mlpIn);
            linear(name + "mlp.gate", block.mlpGate);
            linear(name + "mlp.out", block.mlpOut);
        }
        for (std::size_t group = 0; group < weights.convolution.size(); ++group)
            linear(prefix + "conv." + std::to_string(group), weights.convolution[group]);
        norm(prefix + "conv.norm", weights.convolutionNorm);
        norm(prefix + "ln_final", weights.finalNorm);
    }

    std::vector<NamedTensor> m_list;
};

} // namespace

std::vector<NamedTensor> tensorsToSave(const Model& model)
{
    return TensorsToSave(model).list();
}

} // namespace hl
