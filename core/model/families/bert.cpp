// BERT (Devlin et al. 2018): a bidirectional stack with post-norm, learned positions, token types and a norm after the
// embedding. Linear weights are stored [out, in].
#include "core/model/families/family.h"

#include "core/base/limits.h"
#include "core/base/shown.h"

#include <cmath>

namespace hl {

namespace {

Result<HeadSpec> describeHead(const ConfigReader& config, const TensorStore& tensors, Activation activation, bool isTied)
{
    const auto architecture = architectureOf(config);
    if (!architecture)
        return tl::unexpected(architecture.error());
    HeadSpec head;
    head.isTied = isTied;
    head.hasPooler = tensors.has("pooler.dense.weight") || tensors.has("bert.pooler.dense.weight");
    const bool hasPredictions = tensors.has("cls.predictions.transform.dense.weight");
    if (*architecture == "BertModel" || (architecture->empty() && !hasPredictions))
        return head;
    if (architecture->empty() || *architecture == "BertForMaskedLM" || *architecture == "BertForPreTraining") {
        head.kind = HeadKind::MaskedWord;
        head.transform = activation;
        return head;
    }
    return failArchitecture(*architecture, "BertModel, BertForMaskedLM, BertForPreTraining");
}

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore& tensors)
{
    SpecReader read(config);
    ModelSpec spec;
    StackSpec stack;
    spec.family = "bert";
    spec.dModel = read.integer("hidden_size", 1, limits::hidden);
    const int heads = read.integer("num_attention_heads", 1, limits::heads);
    stack.layers = read.integer("num_hidden_layers", 1, limits::layers);
    spec.vocabulary = read.integer("vocab_size", 1, limits::tableRows);
    const int dHead = read.featuresPerHead("hidden_size", "num_attention_heads", spec.dModel, heads);
    stack.attention = {.heads = heads, .dHead = dHead, .dValue = dHead, .isCausal = false,
                       .scale = 1.0 / std::sqrt(static_cast<double>(dHead))};
    stack.mlp.dMlp = read.integer("intermediate_size", 1, 16 * limits::hidden);
    stack.mlp.activation = read.activation("hidden_act", "gelu");
    stack.normEpsilon = read.realOr("layer_norm_eps", 1e-30, 1.0, 1e-12);
    stack.placement = NormPlacement::Post;
    stack.hasEmbeddingNorm = true;
    stack.positions.kind = PositionKind::Learned;
    stack.positions.maxLength = read.integerOr("max_position_embeddings", 1, limits::tableRows, 512);
    stack.segments = read.integerOr("type_vocab_size", 1, limits::hidden, 2);
    const bool isDecoder = read.booleanOr("is_decoder", false);
    const bool isTied = read.booleanOr("tie_word_embeddings", true);
    const std::string positionKind = read.stringOr("position_embedding_type", "absolute");
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (isDecoder)
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "%1: BERT as a decoder (\"is_decoder\") is not supported."), {config.what()});
    if (positionKind != "absolute")
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "%1: \"position_embedding_type\" is \"%2\"; only \"absolute\" is supported."),
                    {config.what(), shown(positionKind)});
    auto head = describeHead(config, tensors, stack.mlp.activation, isTied);
    if (!head)
        return tl::unexpected(head.error());
    spec.head = *head;
    spec.encoder = stack;
    return spec;
}

Result<BlockWeights> blockOf(TensorStore& tensors, const std::string& name, Index d, Index dMlp)
{
    BlockWeights block;
    Result<void> ok;
    const auto linear = [&](Linear& target, const char* part, Index in, Index out) {
        if (ok)
            ok = into(target, tensors.linear(name + part, in, out, true));
    };
    const auto norm = [&](NormWeights& target, const char* part) {
        if (ok)
            ok = into(target, tensors.norm(name + part, d));
    };
    linear(block.attention.q, ".attention.self.query", d, d);
    linear(block.attention.k, ".attention.self.key", d, d);
    linear(block.attention.v, ".attention.self.value", d, d);
    linear(block.attention.o, ".attention.output.dense", d, d);
    norm(block.ln1, ".attention.output.LayerNorm");
    linear(block.mlpIn, ".intermediate.dense", d, dMlp);
    linear(block.mlpOut, ".output.dense", dMlp, d);
    norm(block.ln2, ".output.LayerNorm");
    if (!ok)
        return tl::unexpected(ok.error());
    return block;
}

Result<void> mapHead(const ModelSpec& spec, TensorStore& tensors, HeadWeights& head)
{
    const Index d = spec.dModel;
    if (spec.head.hasPooler) {
        if (auto ok = into(head.pooler, tensors.linear("pooler.dense", d, d, true)); !ok)
            return ok;
    }
    if (spec.head.kind == HeadKind::None)
        return {};
    if (auto ok = into(head.transform, tensors.linear("cls.predictions.transform.dense", d, d, true)); !ok)
        return ok;
    if (auto ok = into(head.transformNorm, tensors.norm("cls.predictions.transform.LayerNorm", d)); !ok)
        return ok;
    if (!spec.head.isTied) {
        if (auto ok = into(head.unembedding, tensors.matrix("cls.predictions.decoder.weight", spec.vocabulary, d)); !ok)
            return ok;
    }
    const char* bias = tensors.has("cls.predictions.bias") ? "cls.predictions.bias" : "cls.predictions.decoder.bias";
    return into(head.bias, tensors.vector(bias, spec.vocabulary));
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    const StackSpec& stack = *spec.encoder;
    const Index d = spec.dModel;
    tensors.choosePrefix({"bert.", ""}, "embeddings.word_embeddings.weight");
    Weights weights;
    StackWeights& encoder = weights.encoder;
    if (auto ok = into(weights.sourceEmbedding,
                       tensors.matrix("embeddings.word_embeddings.weight", spec.vocabulary, d));
        !ok)
        return tl::unexpected(ok.error());
    if (auto ok = into(encoder.positions,
                       tensors.matrix("embeddings.position_embeddings.weight", stack.positions.maxLength, d));
        !ok)
        return tl::unexpected(ok.error());
    if (auto ok = into(encoder.segments,
                       tensors.matrix("embeddings.token_type_embeddings.weight", stack.segments, d));
        !ok)
        return tl::unexpected(ok.error());
    if (auto ok = into(encoder.embeddingNorm, tensors.norm("embeddings.LayerNorm", d)); !ok)
        return tl::unexpected(ok.error());
    for (int layer = 0; layer < stack.layers; ++layer) {
        auto block = blockOf(tensors, "encoder.layer." + std::to_string(layer), d, stack.mlp.dMlp);
        if (!block)
            return tl::unexpected(block.error());
        encoder.blocks.push_back(std::move(*block));
    }
    if (auto ok = mapHead(spec, tensors, weights.head); !ok)
        return tl::unexpected(ok.error());
    return weights;
}

} // namespace

const Family& bertFamily()
{
    static const Family family{"bert", describe, map,
                               {"embeddings.position_ids", "cls.predictions.decoder.weight",
                                "cls.predictions.decoder.bias", "cls.predictions.bias"}};
    return family;
}

} // namespace hl
