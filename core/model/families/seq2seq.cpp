#include "core/model/families/seq2seq.h"

#include "core/base/limits.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hl {

namespace {

AttentionSpec attentionSpec(int heads, int dHead, bool isCausal)
{
    return {.heads = heads, .dHead = dHead, .dValue = dHead, .isCausal = isCausal,
            .scale = 1.0 / std::sqrt(static_cast<double>(dHead))};
}

StackSpec describeStack(SpecReader& read, const std::string& side, int dModel, NormPlacement placement,
                        const Seq2SeqDefaults& absent)
{
    StackSpec stack;
    const bool isDecoder = side == "decoder";
    stack.layers = read.integerOr(side + "_layers", 1, limits::layers, absent.layers);
    const std::string headsKey = side + "_attention_heads";
    const int heads = read.integerOr(headsKey, 1, limits::heads, absent.heads);
    const int dHead = read.featuresPerHead("d_model", headsKey, dModel, heads);
    stack.attention = attentionSpec(heads, dHead, isDecoder);
    if (isDecoder)
        stack.cross = attentionSpec(heads, dHead, false);
    stack.mlp.dMlp = read.integerOr(side + "_ffn_dim", 1, 16 * limits::hidden, absent.dMlp);
    stack.mlp.activation = read.activation("activation_function", "gelu");
    stack.normEpsilon = 1e-5;
    stack.placement = placement;
    return stack;
}

/// Takes tensors until the first error.
class Taker
{
public:
    explicit Taker(TensorStore& tensors)
        : m_tensors(tensors)
    {}

    void linear(Linear& target, const std::string& name, Index in, Index out, bool hasBias = true)
    {
        if (ok)
            ok = into(target.weight, m_tensors.transposed(name + ".weight", in, out));
        if (ok && hasBias)
            ok = into(target.bias, m_tensors.vector(name + ".bias", out));
    }
    void norm(NormWeights& target, const std::string& name, Index d)
    {
        if (ok)
            ok = into(target, layerNormOf(m_tensors, name, d));
    }
    void attention(AttentionWeights& target, const std::string& name, const AttentionSpec& spec, Index d, bool hasKeyBias)
    {
        const Index joined = Index{spec.heads} * spec.dHead;
        linear(target.q, name + ".q_proj", d, joined);
        linear(target.k, name + ".k_proj", d, joined, hasKeyBias);
        linear(target.v, name + ".v_proj", d, joined);
        linear(target.o, name + ".out_proj", joined, d);
    }

    Result<void> ok;

private:
    TensorStore& m_tensors;
};

} // namespace

Result<ModelSpec> describeSeq2Seq(const ConfigReader& config, std::string_view family, NormPlacement placement,
                                  const Seq2SeqDefaults& absent)
{
    SpecReader read(config);
    ModelSpec spec;
    spec.family = family;
    spec.dModel = read.integerOr("d_model", 1, limits::hidden, absent.dModel);
    spec.vocabulary = read.integerOr("vocab_size", 1, limits::tableRows, absent.vocabulary);
    spec.encoder = describeStack(read, "encoder", spec.dModel, placement, absent);
    spec.decoder = describeStack(read, "decoder", spec.dModel, placement, absent);
    spec.head.isTied = read.booleanOr("tie_word_embeddings", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    return spec;
}

Result<bool> isBareSeq2Seq(const ConfigReader& config, const std::string& bare, const std::vector<std::string>& withHead)
{
    const auto architecture = architectureOf(config);
    if (!architecture)
        return tl::unexpected(architecture.error());
    if (*architecture == bare)
        return true;
    if (architecture->empty() || std::find(withHead.begin(), withHead.end(), *architecture) != withHead.end())
        return false;
    std::string supported;
    for (const std::string& name : withHead)
        supported += name + ", ";
    return failArchitecture(*architecture, supported + bare);
}

Result<void> describeSeq2SeqClasses(const ConfigReader& config, const Seq2SeqClassDefaults& absent, ModelSpec& spec)
{
    const auto architecture = architectureOf(config);
    if (!architecture)
        return tl::unexpected(architecture.error());
    if (absent.isSpanOfTwo && architecture->ends_with("ForQuestionAnswering"))
        describeAnswers(spec.head);
    else if (auto ok = describeTextClasses(config, ClassRow::Pooled, spec.head, absent.classes); !ok)
        return ok;
    if (!spec.isEncoderDecoder())
        return {};
    SpecReader read(config);
    if (spec.head.hasPooler) {
        spec.head.poolerRow = PoolerRow::LastEnd;
        spec.head.endToken = read.integerOr("eos_token_id", 0, limits::tableRows, absent.endToken);
    }
    spec.generation.start = read.integerOr("decoder_start_token_id", 0, limits::tableRows, absent.startToken);
    spec.target = TargetText::SourceAfterStart;
    return read.ok();
}

Result<void> mapSeq2SeqClasses(TensorStore& tensors, const ModelSpec& spec, Weights& weights)
{
    WeightReader read(tensors);
    readTextClasses(read, spec, weights.head, {.pooler = "classification_head.dense", .scores = "classification_head.out_proj"});
    return read.ok();
}

Result<void> mapSeq2SeqStack(TensorStore& tensors, const std::string& side, const StackSpec& stack, Index dModel,
                             const Seq2SeqTensors& options, StackWeights& weights)
{
    Taker take(tensors);
    if (stack.hasEmbeddingNorm)
        take.norm(weights.embeddingNorm, side + ".layernorm_embedding", dModel);
    for (int layer = 0; layer < stack.layers && take.ok; ++layer) {
        const std::string name = side + ".layers." + std::to_string(layer);
        BlockWeights& block = weights.blocks.emplace_back();
        take.attention(block.attention, name + ".self_attn", stack.attention, dModel, options.hasKeyBias);
        take.norm(block.ln1, name + ".self_attn_layer_norm", dModel);
        if (stack.cross) {
            take.attention(block.cross, name + ".encoder_attn", *stack.cross, dModel, options.hasKeyBias);
            take.norm(block.lnCross, name + ".encoder_attn_layer_norm", dModel);
        }
        take.linear(block.mlpIn, name + ".fc1", dModel, stack.mlp.dMlp);
        take.linear(block.mlpOut, name + ".fc2", stack.mlp.dMlp, dModel);
        take.norm(block.ln2, name + ".final_layer_norm", dModel);
    }
    if (options.hasFinalNorm)
        take.norm(weights.finalNorm, side + ".layer_norm", dModel);
    return take.ok;
}

Result<void> mapSharedEmbedding(TensorStore& tensors, const ModelSpec& spec, Weights& weights)
{
    std::string name = "shared.weight";
    for (const char* other : {"encoder.embed_tokens.weight", "decoder.embed_tokens.weight", "lm_head.weight"}) {
        if (!tensors.has(name) && tensors.has(other))
            name = other;
    }
    if (!tensors.has(name))
        name = "shared.weight"; // the refusal names what the reference calls it
    if (auto ok = into(weights.sourceEmbedding, tensors.matrix(name, spec.vocabulary, spec.dModel)); !ok)
        return ok;
    weights.targetEmbedding = weights.sourceEmbedding;
    return {};
}

Result<void> mapSeq2SeqHead(TensorStore& tensors, const ModelSpec& spec, Weights& weights)
{
    if (spec.head.kind == HeadKind::None)
        return {};
    if (spec.head.kind == HeadKind::Classes)
        return mapSeq2SeqClasses(tensors, spec, weights);
    if (!spec.head.isTied) {
        if (auto ok = into(weights.head.unembedding, tensors.matrix("lm_head.weight", spec.vocabulary, spec.dModel)); !ok)
            return ok;
    }
    if (!tensors.has("final_logits_bias"))
        return {};
    return into(weights.head.bias, tensors.matrix("final_logits_bias", 1, spec.vocabulary));
}

void chooseSeq2SeqPrefix(TensorStore& tensors)
{
    for (const char* probe : {"encoder.layers.0.fc1.weight", "decoder.layers.0.fc1.weight"}) // one may be what is missing
        tensors.choosePrefix({"model.", ""}, probe);
}

std::vector<std::string_view> seq2seqCopies()
{
    return {"embed_tokens.weight", "lm_head.weight", "shared.weight", "final_logits_bias"};
}

Result<Tensor> positionsFromTwo(TensorStore& tensors, const std::string& side, Index n, Index dModel)
{
    return tensors.rows(side + ".embed_positions.weight", n + 2, dModel, 2, n);
}

} // namespace hl
