// DistilBERT (Sanh et al. 2019): BERT without token types and pooler, under names of its own.
#include "core/model/families/bert_like.h"
#include "core/model/families/class_head.h"

#include "core/base/limits.h"

#include <cmath>

namespace hl {

namespace {

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore&)
{
    SpecReader read(config);
    ModelSpec spec;
    StackSpec stack;
    spec.family = "distilbert";
    spec.dModel = read.integer("dim", 1, limits::hidden);
    stack.attention.heads = read.integer("n_heads", 1, limits::heads);
    stack.layers = read.integer("n_layers", 1, limits::layers);
    spec.vocabulary = read.integer("vocab_size", 1, limits::tableRows);
    const int dHead = read.featuresPerHead("dim", "n_heads", spec.dModel, stack.attention.heads);
    stack.attention.dHead = stack.attention.dValue = dHead;
    stack.attention.scale = 1.0 / std::sqrt(static_cast<double>(dHead));
    stack.mlp.dMlp = read.integerOr("hidden_dim", 1, 16 * limits::hidden, 3072);
    stack.mlp.activation = read.activation("activation", "gelu");
    stack.normEpsilon = 1e-12;
    stack.placement = NormPlacement::Post;
    stack.hasEmbeddingNorm = true;
    stack.positions.kind = PositionKind::Learned; // sinusoidal ones are stored in the table too
    stack.positions.maxLength = read.integerOr("max_position_embeddings", 1, limits::tableRows, 512);
    const bool isTied = read.booleanOr("tie_word_embeddings", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    const auto kind = headOf(config, HeadKind::MaskedWord, {"DistilBertForMaskedLM"}, {"DistilBertModel"},
                             {"DistilBertForSequenceClassification", "DistilBertForTokenClassification", "DistilBertForQuestionAnswering", "DistilBertForMultipleChoice"});
    if (!kind)
        return tl::unexpected(kind.error());
    spec.encoder = stack;
    if (*kind == HeadKind::Classes) {
        if (auto ok = describeTextClasses(config, ClassRow::Pooled, spec.head); !ok)
            return tl::unexpected(ok.error());
        spec.head.poolerActivation = Activation::Relu;
        return spec;
    }
    addMaskedWordHead(spec, *kind, stack.mlp.activation, isTied);
    return spec;
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    const Index d = spec.dModel;
    const Index dMlp = spec.encoder->mlp.dMlp;
    tensors.choosePrefix({"distilbert.", ""}, "embeddings.word_embeddings.weight");
    WeightReader read(tensors);
    Weights weights;
    readBertEmbeddings(read, spec, weights);
    weights.encoder.blocks.resize(static_cast<std::size_t>(spec.encoder->layers));
    for (std::size_t layer = 0; layer < weights.encoder.blocks.size(); ++layer) {
        BlockWeights& block = weights.encoder.blocks[layer];
        const std::string name = "transformer.layer." + std::to_string(layer);
        read.linear(block.attention.q, name + ".attention.q_lin", d, d);
        read.linear(block.attention.k, name + ".attention.k_lin", d, d);
        read.linear(block.attention.v, name + ".attention.v_lin", d, d);
        read.linear(block.attention.o, name + ".attention.out_lin", d, d);
        read.norm(block.ln1, name + ".sa_layer_norm", d);
        read.linear(block.mlpIn, name + ".ffn.lin1", d, dMlp);
        read.linear(block.mlpOut, name + ".ffn.lin2", dMlp, d);
        read.norm(block.ln2, name + ".output_layer_norm", d);
    }
    readTextClasses(read, spec, weights.head, {.pooler = "pre_classifier"});
    readMaskedWordHead(read, spec, weights.head, "vocab_transform", "vocab_layer_norm", "vocab_projector.weight",
                       {"vocab_projector.bias"});
    return read.finish(std::move(weights));
}

} // namespace

const Family& distilbertFamily()
{
    static const Family family{"distilbert", describe, map, {"embeddings.position_ids", "vocab_projector.weight"}};
    return family;
}

} // namespace hl
