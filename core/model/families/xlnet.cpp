// XLNet (Yang et al. 2019): scores add how queries fit sines and cosines of the distance, and how they fit their own or another
// segment. Where words are asked for, a query stream of the same weights begins as mask_emb. Projections are stored
// [d_model, heads, d_head].
#include "core/model/families/class_head.h"

#include "core/base/limits.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace hl {

namespace {

/// Which row the classes of the whole text are read off, and whether through a layer.
Result<void> describeClasses(const ConfigReader& config, HeadSpec& head)
{
    const auto architecture = architectureOf(config);
    if (!architecture)
        return tl::unexpected(architecture.error());
    if (architecture->ends_with("ForTokenClassification") || architecture->ends_with("ForQuestionAnsweringSimple")) // of all rows
        return describeTextClasses(config, ClassRow::Each, head);
    SpecReader read(config);
    const std::string row = read.stringOr("summary_type", "last");
    const bool hasLayer = read.booleanOr("summary_use_proj", true);
    const bool isNarrow = read.booleanOr("summary_proj_to_labels", false);
    if (!read.ok())
        return read.ok();
    if (row != "last" && row != "first" && row != "cls_index")
        return failSetting(config, "summary_type", row, "last, first, cls_index");
    if (isNarrow)
        return failSetting(config, "summary_proj_to_labels", "true", "false");
    const bool isOfFirst = row == "first";
    if (auto ok = describeTextClasses(config, hasLayer ? ClassRow::Pooled : isOfFirst ? ClassRow::First : ClassRow::Last, head); !ok)
        return ok;
    if (!head.hasPooler)
        return {};
    head.poolerRow = isOfFirst ? PoolerRow::First : PoolerRow::Last; // no place of a class token is given: the last one
    if (config.raw().contains("summary_activation") && !config.has("summary_activation"))
        return failSetting(config, "summary_activation", "null", "tanh, relu, gelu");
    head.poolerActivation = read.activation("summary_activation", "tanh");
    return read.ok();
}

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore& tensors)
{
    SpecReader read(config);
    ModelSpec spec;
    StackSpec stack;
    spec.family = "xlnet";
    spec.dModel = read.integer("d_model", 1, limits::hidden);
    AttentionSpec& attention = stack.attention;
    attention.heads = read.integer("n_head", 1, limits::heads);
    attention.dHead = attention.dValue = read.featuresPerHead("d_model", "n_head", spec.dModel, attention.heads);
    attention.scale = 1.0 / std::sqrt(static_cast<double>(attention.dHead));
    stack.layers = read.integer("n_layer", 1, limits::layers);
    spec.vocabulary = read.integer("vocab_size", 1, limits::tableRows);
    stack.mlp.dMlp = read.integer("d_inner", 1, 16 * limits::hidden);
    stack.mlp.activation = read.activation("ff_activation", "gelu");
    stack.normEpsilon = read.realOr("layer_norm_eps", 1e-30, 1.0, 1e-12);
    stack.placement = NormPlacement::Post;
    stack.positions.relative.kind = RelativeKind::Sinusoidal;
    stack.positions.relative.clamp = std::max(0, read.integerOr("clamp_len", -1, limits::tableRows, -1));
    stack.positions.relative.hasSegments = true;
    const std::string direction = read.stringOr("attn_type", "bi");
    const bool isSameLength = read.booleanOr("same_length", false);
    const bool isTwofold = read.booleanOr("bi_data", false);
    spec.head.isTied = read.booleanOr("tie_word_embeddings", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (direction != "bi" && direction != "uni")
        return failSetting(config, "attn_type", direction, "bi, uni");
    if (isTwofold)
        return failSetting(config, "bi_data", "true", "false");
    attention.isCausal = direction == "uni";
    if (attention.isCausal && isSameLength) // it means nothing in both directions
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "%1: \"same_length\" is true together with \"attn_type\" uni, which is not supported."), {config.what()});
    const auto kind = headOf(config, HeadKind::MaskedWord, {"XLNetLMHeadModel"}, {"XLNetModel"},
                             {"XLNetForSequenceClassification", "XLNetForTokenClassification", "XLNetForMultipleChoice", "XLNetForQuestionAnsweringSimple"});
    if (!kind)
        return tl::unexpected(kind.error());
    spec.head.kind = *kind;
    spec.encoder = stack;
    if (*kind == HeadKind::Classes) { // which are read off the content stream
        if (auto ok = describeClasses(config, spec.head); !ok)
            return tl::unexpected(ok.error());
        return spec;
    }
    spec.hasQueryStream = tensors.has("transformer.mask_emb") || tensors.has("mask_emb");
    return spec;
}

void readBlock(WeightReader& read, const ModelSpec& spec, const std::string& name, BlockWeights& block)
{
    const AttentionSpec& attention = spec.encoder->attention;
    const Index d = spec.dModel;
    const std::string own = name + ".rel_attn";
    const auto project = [&](Linear& target, const char* part, bool isOutput) {
        read.heads(target.weight, own + part, d, attention.heads, attention.dHead, isOutput);
    };
    project(block.attention.q, ".q", false);
    project(block.attention.k, ".k", false);
    project(block.attention.v, ".v", false);
    project(block.attention.positionK, ".r", false);
    project(block.attention.o, ".o", true);
    const std::vector<std::int64_t> shape{attention.heads, attention.dHead};
    read.flat(block.attention.contentBias, own + ".r_w_bias", shape);
    read.flat(block.attention.positionBias, own + ".r_r_bias", shape);
    read.flat(block.attention.segmentBias, own + ".r_s_bias", shape);
    read.heads(block.attention.segments, own + ".seg_embed", 2, attention.heads, attention.dHead, false);
    read.norm(block.ln1, own + ".layer_norm", d);
    read.linear(block.mlpIn, name + ".ff.layer_1", d, spec.encoder->mlp.dMlp);
    read.linear(block.mlpOut, name + ".ff.layer_2", spec.encoder->mlp.dMlp, d);
    read.norm(block.ln2, name + ".ff.layer_norm", d);
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    tensors.choosePrefix({"transformer.", ""}, "word_embedding.weight");
    WeightReader read(tensors);
    Weights weights;
    read.matrix(weights.sourceEmbedding, "word_embedding.weight", spec.vocabulary, spec.dModel);
    if (spec.hasQueryStream)
        read.flat(weights.queryStart, "mask_emb", {1, 1, spec.dModel});
    weights.encoder.blocks.resize(static_cast<std::size_t>(spec.encoder->layers));
    for (std::size_t layer = 0; layer < weights.encoder.blocks.size(); ++layer)
        readBlock(read, spec, "layer." + std::to_string(layer), weights.encoder.blocks[layer]);
    readTextClasses(read, spec, weights.head, {.pooler = "sequence_summary.summary", .scores = "logits_proj", .choiceScores = "logits_proj"});
    if (spec.head.kind == HeadKind::MaskedWord) {
        if (!spec.head.isTied)
            read.matrix(weights.head.unembedding, "lm_loss.weight", spec.vocabulary, spec.dModel);
        read.vector(weights.head.bias, "lm_loss.bias", spec.vocabulary);
    }
    return read.finish(std::move(weights));
}

} // namespace

const Family& xlnetFamily()
{
    static const Family family{"xlnet", describe, map, {"lm_loss.weight", "mask_emb"}};
    return family;
}

} // namespace hl
