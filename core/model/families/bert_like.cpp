#include "core/model/families/bert_like.h"

#include "core/base/limits.h"

#include <cmath>

namespace hl {

Result<ModelSpec> describeBertLike(const ConfigReader& config, const char* title, const BertDefaults& absent)
{
    SpecReader read(config);
    ModelSpec spec;
    StackSpec stack;
    spec.dModel = read.integer("hidden_size", 1, limits::hidden);
    const int heads = read.integer("num_attention_heads", 1, limits::heads);
    stack.layers = read.integer("num_hidden_layers", 1, limits::layers);
    spec.vocabulary = read.integer("vocab_size", 1, limits::tableRows);
    const int dHead = read.featuresPerHead("hidden_size", "num_attention_heads", spec.dModel, heads);
    stack.attention.heads = heads;
    stack.attention.dHead = stack.attention.dValue = dHead;
    stack.attention.scale = 1.0 / std::sqrt(static_cast<double>(dHead));
    stack.mlp.dMlp = read.integer("intermediate_size", 1, 16 * limits::hidden);
    stack.mlp.activation = read.activation("hidden_act", absent.activation);
    stack.normEpsilon = read.realOr("layer_norm_eps", 1e-30, 1.0, absent.epsilon);
    stack.placement = NormPlacement::Post;
    stack.hasEmbeddingNorm = true;
    stack.positions.kind = PositionKind::Learned;
    stack.positions.maxLength = read.integerOr("max_position_embeddings", 1, limits::tableRows, 512);
    stack.segments = read.integerOr("type_vocab_size", absent.segments > 0 ? 1 : 0, limits::hidden, absent.segments);
    const bool isDecoder = read.booleanOr("is_decoder", false);
    const std::string positionKind = absent.hasPositionKinds ? read.stringOr("position_embedding_type", "absolute") : "absolute";
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (isDecoder)
        return fail(ErrorCode::Unsupported, HL_NOOP("core", "%1: %2 as a decoder (\"is_decoder\") is not supported."),
                    {config.what(), title});
    if (positionKind == "relative_key" || positionKind == "relative_key_query") {
        stack.positions.kind = PositionKind::None;
        stack.positions.relative.kind = RelativeKind::Table;
        stack.positions.relative.span = stack.positions.maxLength;
        stack.positions.relative.hasPositionToContent = positionKind == "relative_key_query";
    } else if (positionKind != "absolute") {
        return failSetting(config, "position_embedding_type", positionKind, "absolute, relative_key, relative_key_query");
    }
    spec.encoder = stack;
    return spec;
}

void addMaskedWordHead(ModelSpec& spec, HeadKind kind, Activation activation, bool isTied)
{
    spec.head.kind = kind;
    spec.head.isTied = isTied;
    if (kind != HeadKind::None)
        spec.head.transform = activation;
}

Result<void> countFromPadding(const ConfigReader& config, PositionSpec& positions, int padding)
{
    if (positions.maxLength < padding + 2)
        return fail(ErrorCode::BadConfig,
                    HL_NOOP("core", "%1: \"max_position_embeddings\" is %2, but positions only begin after the padding token's %3."),
                    {config.what(), std::to_string(positions.maxLength), std::to_string(padding)});
    if (positions.kind != PositionKind::Learned)
        return {};
    positions.count = PositionCount::NotPadding;
    positions.paddingToken = padding;
    positions.offset = padding + 1;
    positions.maxLength -= positions.offset;
    return {};
}

void readBertEmbeddings(WeightReader& read, const ModelSpec& spec, Weights& weights)
{
    const StackSpec& stack = *spec.encoder;
    const Index width = stack.tokenWidth(spec.dModel);
    read.matrix(weights.sourceEmbedding, "embeddings.word_embeddings.weight", spec.vocabulary, width);
    if (stack.positions.kind == PositionKind::Learned)
        read.matrix(weights.encoder.positions, "embeddings.position_embeddings.weight", stack.positions.tableRows(), width);
    if (stack.segments > 0)
        read.matrix(weights.encoder.segments, "embeddings.token_type_embeddings.weight", stack.segments, width);
    read.norm(weights.encoder.embeddingNorm, "embeddings.LayerNorm", width);
}

void readBertFeedForward(WeightReader& read, const ModelSpec& spec, const std::string& name, BlockWeights& block)
{
    const Index d = spec.dModel;
    read.linear(block.mlpIn, name + ".intermediate.dense", d, spec.encoder->mlp.dMlp);
    read.linear(block.mlpOut, name + ".output.dense", spec.encoder->mlp.dMlp, d);
    read.norm(block.ln2, name + ".output.LayerNorm", d);
}

void readDistances(WeightReader& read, const ModelSpec& spec, const std::string& name, AttentionWeights& attention)
{
    const StackSpec& stack = *spec.encoder;
    if (stack.positions.relative.kind == RelativeKind::Table)
        read.matrix(attention.distances, name + ".distance_embedding.weight", 2 * Index{stack.positions.relative.span} - 1,
                    stack.attention.dHead);
}

void readBertBlock(WeightReader& read, const ModelSpec& spec, const std::string& name, BlockWeights& block)
{
    const Index d = spec.dModel;
    read.linear(block.attention.q, name + ".attention.self.query", d, d);
    read.linear(block.attention.k, name + ".attention.self.key", d, d);
    read.linear(block.attention.v, name + ".attention.self.value", d, d);
    readDistances(read, spec, name + ".attention.self", block.attention);
    read.linear(block.attention.o, name + ".attention.output.dense", d, d);
    read.norm(block.ln1, name + ".attention.output.LayerNorm", d);
    readBertFeedForward(read, spec, name, block);
}

void readMaskedWordHead(WeightReader& read, const ModelSpec& spec, HeadWeights& head, const std::string& dense,
                        const std::string& norm, const std::string& table, const std::vector<std::string>& biases)
{
    if (spec.head.kind != HeadKind::MaskedWord)
        return;
    const Index width = spec.head.width > 0 ? spec.head.width : spec.dModel;
    read.linear(head.transform, dense, spec.dModel, width);
    read.norm(head.transformNorm, norm, width);
    if (!spec.head.isTied)
        read.matrix(head.unembedding, table, spec.vocabulary, width);
    std::string bias = biases.front();
    for (const std::string& name : biases) {
        if (read.has(name)) {
            bias = name;
            break;
        }
    }
    read.vector(head.bias, bias, spec.vocabulary);
}

} // namespace hl
