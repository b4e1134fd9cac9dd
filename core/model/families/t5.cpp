// T5 (Raffel et al. 2019) and v1.1 (Shazeer 2020: gated, untied): encoder and decoder with pre-norm by RMSNorm, scores that are not
// scaled, and a learned bias per distance bucket and head, which the first block of each stack holds for all. No biases.
#include "core/model/families/seq2seq.h"

#include "core/base/limits.h"
#include "core/base/shown.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace hl {

namespace {

constexpr const char* supported =
    "T5ForConditionalGeneration, T5ForSequenceClassification, T5ForTokenClassification, T5ForQuestionAnswering, T5Model, T5EncoderModel";

/// "relu", "gated-gelu", "gated-silu", ...: what follows the dash is the activation; gated gelu means its tanh form.
Result<FeedForwardSpec> describeFeedForward(const ConfigReader& config)
{
    const auto name = config.stringOr("feed_forward_proj", "relu");
    if (!name)
        return tl::unexpected(name.error());
    const auto dash = name->find('-');
    const bool isGated = name->starts_with("gated-");
    if (dash != std::string::npos && (!isGated || name->find('-', dash + 1) != std::string::npos))
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "%1: \"feed_forward_proj\" is \"%2\", expected an activation such as \"relu\" or \"gated-gelu\"."),
                    {config.what(), shown(*name)});
    std::string activation = isGated ? name->substr(dash + 1) : *name;
    if (*name == "gated-gelu")
        activation = "gelu_new";
    SpecReader read(config);
    FeedForwardSpec mlp;
    mlp.dMlp = read.integerOr("d_ff", 1, 16 * limits::hidden, 2048);
    // Files of newer versions say both parts again; the reference takes these then.
    mlp.isGated = read.booleanOr("is_gated_act", isGated);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    const nlohmann::json derived{{"feed_forward_proj", activation}};
    auto known = config.has("dense_act_fn") ? activationOf(config, "dense_act_fn", activation)
                                            : activationOf(ConfigReader(derived, config.what()), "feed_forward_proj", activation);
    if (auto ok = into(mlp.activation, std::move(known)); !ok)
        return tl::unexpected(ok.error());
    return mlp;
}

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore& tensors)
{
    const auto architecture = architectureOf(config);
    if (!architecture)
        return tl::unexpected(architecture.error());
    const bool isOfTokens = *architecture == "T5ForTokenClassification";
    const bool isClasses = isOfTokens || *architecture == "T5ForSequenceClassification" || *architecture == "T5ForQuestionAnswering";
    const bool isEncoder = isOfTokens || *architecture == "T5EncoderModel";
    const bool isBare = *architecture == "T5EncoderModel" || *architecture == "T5Model";
    if (!isBare && !isClasses && !architecture->empty() && *architecture != "T5ForConditionalGeneration"
        && *architecture != "T5WithLMHeadModel")
        return failArchitecture(*architecture, supported);
    SpecReader read(config);
    ModelSpec spec;
    StackSpec stack;
    spec.family = "t5";
    spec.dModel = read.integerOr("d_model", 1, limits::hidden, 512);
    spec.vocabulary = read.integerOr("vocab_size", 1, limits::tableRows, 32128);
    const int dHead = read.integerOr("d_kv", 1, limits::hidden, 64);
    stack.attention = {.heads = read.integerOr("num_heads", 1, limits::heads, 8), .dHead = dHead, .dValue = dHead,
                       .isCausal = false, .scale = 1.0};
    stack.attention.isSoftmaxSingle = true;
    stack.layers = read.integerOr("num_layers", 1, limits::layers, 6);
    stack.norm = NormKind::RmsNormSingleMean;
    stack.normEpsilon = read.realOr("layer_norm_epsilon", 0.0, 1.0, 1e-6);
    stack.hasFinalNorm = true;
    stack.positions.kind = PositionKind::T5Relative;
    stack.positions.t5Buckets = read.integerOr("relative_attention_num_buckets", 2, limits::tableRows, 32);
    stack.positions.t5MaxDistance = read.integerOr("relative_attention_max_distance", 2, limits::tableRows, 128);
    const int decoderLayers = read.integerOr("num_decoder_layers", 1, limits::layers, stack.layers);
    // Files of version 5 say by a key of its own whether the head's rows are scaled, and always that it is tied, even where they
    // hold a table for it.
    const bool isTied = read.booleanOr("tie_word_embeddings", true);
    const bool isScaled = read.booleanOr("scale_decoder_outputs", isTied);
    spec.head.isTied = isTied && !(config.has("scale_decoder_outputs") && tensors.has("lm_head.weight"));
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (auto ok = into(stack.mlp, describeFeedForward(config)); !ok)
        return tl::unexpected(ok.error());
    spec.encoder = stack;
    if (!isEncoder) {
        spec.decoder = stack;
        spec.decoder->layers = decoderLayers;
        spec.decoder->attention.isCausal = true;
        spec.decoder->cross = stack.attention;
    }
    if (isClasses) {
        if (auto ok = describeSeq2SeqClasses(config, {.endToken = 1, .startToken = 0}, spec); !ok)
            return tl::unexpected(ok.error());
    } else if (!isBare) {
        spec.head.kind = HeadKind::LanguageModel;
        spec.head.scale = isScaled ? 1.0 / std::sqrt(static_cast<double>(spec.dModel)) : 1.0;
    }
    return spec;
}

/// Takes tensors until the first error.
class Taker
{
public:
    Taker(TensorStore& tensors, const StackSpec& stack, Index d)
        : m_tensors(tensors)
        , m_stack(stack)
        , m_d(d)
    {}

    void linear(Linear& target, const std::string& name, Index in, Index out)
    {
        if (ok)
            ok = into(target.weight, m_tensors.transposed(name + ".weight", in, out));
    }
    void norm(NormWeights& target, const std::string& name)
    {
        if (ok)
            ok = into(target.gain, m_tensors.vector(name + ".weight", m_d));
    }
    void attention(AttentionWeights& target, const std::string& name)
    {
        const Index joined = Index{m_stack.attention.heads} * m_stack.attention.dHead;
        linear(target.q, name + ".q", m_d, joined);
        linear(target.k, name + ".k", m_d, joined);
        linear(target.v, name + ".v", m_d, joined);
        linear(target.o, name + ".o", joined, m_d);
    }
    void block(BlockWeights& target, const std::string& name)
    {
        attention(target.attention, name + ".layer.0.SelfAttention");
        norm(target.ln1, name + ".layer.0.layer_norm");
        if (m_stack.cross) {
            attention(target.cross, name + ".layer.1.EncDecAttention");
            norm(target.lnCross, name + ".layer.1.layer_norm");
        }
        const std::string last = name + (m_stack.cross ? ".layer.2" : ".layer.1");
        const std::string mlp = last + ".DenseReluDense";
        linear(target.mlpIn, mlp + (m_stack.mlp.isGated ? ".wi_1" : ".wi"), m_d, m_stack.mlp.dMlp);
        if (m_stack.mlp.isGated)
            linear(target.mlpGate, mlp + ".wi_0", m_d, m_stack.mlp.dMlp);
        linear(target.mlpOut, mlp + ".wo", m_stack.mlp.dMlp, m_d);
        norm(target.ln2, last + ".layer_norm");
    }
    void stack(StackWeights& target, const std::string& side)
    {
        if (ok)
            ok = into(target.relativeBias,
                      m_tensors.matrix(side + ".block.0.layer.0.SelfAttention.relative_attention_bias.weight",
                                       m_stack.positions.t5Buckets, m_stack.attention.heads));
        for (int layer = 0; layer < m_stack.layers && ok; ++layer)
            block(target.blocks.emplace_back(), side + ".block." + std::to_string(layer));
        norm(target.finalNorm, side + ".final_layer_norm");
    }

    Result<void> ok;

private:
    TensorStore& m_tensors;
    const StackSpec& m_stack;
    Index m_d;
};

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    tensors.choosePrefix({"transformer.", ""}, "encoder.final_layer_norm.weight");
    std::string table = "shared.weight";
    for (const char* other : {"encoder.embed_tokens.weight", "decoder.embed_tokens.weight"}) {
        if (!tensors.has(table) && tensors.has(other))
            table = other;
    }
    Weights weights;
    if (auto ok = into(weights.sourceEmbedding, tensors.matrix(table, spec.vocabulary, spec.dModel)); !ok)
        return tl::unexpected(ok.error());
    weights.targetEmbedding = weights.sourceEmbedding;
    for (const Side side : spec.sides()) {
        Taker take(tensors, spec.stack(side), spec.dModel);
        const bool isDecoder = side == Side::Decoder;
        take.stack(isDecoder ? weights.decoder : weights.encoder, isDecoder ? "decoder" : "encoder");
        if (!take.ok)
            return tl::unexpected(take.ok.error());
    }
    if (spec.head.kind == HeadKind::Classes) {
        if (auto ok = mapSeq2SeqClasses(tensors, spec, weights); !ok)
            return tl::unexpected(ok.error());
    }
    if (spec.head.kind == HeadKind::LanguageModel && !spec.head.isTied) {
        if (auto ok = into(weights.head.unembedding, tensors.matrix("lm_head.weight", spec.vocabulary, spec.dModel)); !ok)
            return tl::unexpected(ok.error());
    }
    return weights;
}

} // namespace

const Family& t5Family()
{
    // The first files had a bias for cross-attention too, which was never used.
    static const Family family{"t5", describe, map,
                               {"embed_tokens.weight", "lm_head.weight", "EncDecAttention.relative_attention_bias.weight"}};
    return family;
}

} // namespace hl
