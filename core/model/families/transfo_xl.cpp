// Transformer-XL (Dai et al. 2019): scores depend on sines and cosines of the distance, every block also attends to what
// entered it for the text before, and rare words are scored in groups (adaptive softmax), whose rows may be narrower ones
// ("div_val").
#include "core/model/families/family.h"
#include "core/model/families/weight_reader.h"

#include "core/base/limits.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace hl {

namespace {

Result<std::vector<int>> cutoffsOf(const ConfigReader& config)
{
    std::vector<int> cutoffs;
    if (!config.has("cutoffs"))
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "%1 has no \"cutoffs\", which say how words are grouped."),
                    {config.what()});
    const auto& list = config.raw().at("cutoffs");
    for (const auto& number : list.is_array() ? list : nlohmann::json::array({list})) {
        if (!number.is_number_integer() || number < 1 || number > limits::tableRows || cutoffs.size() > 64)
            return fail(ErrorCode::BadConfig, HL_NOOP("core", "%1: \"cutoffs\" is not a short list of numbers of words."),
                        {config.what()});
        cutoffs.push_back(number.get<int>());
    }
    return cutoffs;
}

/// Each group's rows are `division` times as narrow as those before. Without cutoffs there is one group, an ordinary table.
Result<WordGroups> groupsOf(const ConfigReader& config, const std::vector<int>& cutoffs, int vocabulary, int width, int division)
{
    WordGroups groups;
    groups.ends = cutoffs;
    groups.ends.push_back(vocabulary);
    int features = width;
    for (std::size_t group = 0; group < groups.ends.size(); ++group) {
        if (features < 1)
            return fail(ErrorCode::BadConfig,
                        HL_NOOP("core", "%1: \"d_embed\" is %2, which \"div_val\" %3 divides to nothing for the last of %4 groups of words."),
                        {config.what(), std::to_string(width), std::to_string(division), std::to_string(groups.ends.size())});
        groups.widths.push_back(features);
        features /= division;
    }
    return groups.count() > 1 ? groups : WordGroups{};
}

/// Rows of words that are not as wide as the model are projected, before the stack and after it.
Result<void> describeProjection(const ConfigReader& config, int width, int division, ModelSpec& spec, StackSpec& stack)
{
    stack.embeddingWidth = width;
    stack.projection = EmbeddingProjection::OfTokens;
    std::vector<int> cutoffs = spec.head.cutoffs;
    if (division > 1 && spec.head.kind == HeadKind::None) {
        if (auto ok = into(cutoffs, cutoffsOf(config)); !ok)
            return ok;
    }
    if (auto ok = into(stack.groups, groupsOf(config, cutoffs, spec.vocabulary, width, division)); !ok)
        return ok;
    if (spec.head.kind == HeadKind::None)
        return {};
    spec.head.isProjected = true;
    spec.head.width = stack.groups.isEmpty() ? width : stack.groups.columnOf(stack.groups.count());
    // "tie_projs": which groups share the projection; by default all but the first.
    const int groups = static_cast<int>(cutoffs.size()) + 1;
    SpecReader read(config);
    spec.head.tiedProjections.assign(static_cast<std::size_t>(groups), read.booleanOr("proj_share_all_but_first", true));
    spec.head.tiedProjections.front() = false;
    if (!read.ok() || !config.has("tie_projs"))
        return read.ok();
    const auto& list = config.raw().at("tie_projs");
    const bool isOfBooleans = list.is_array() && std::all_of(list.begin(), list.end(), [](const auto& tied) { return tied.is_boolean(); });
    if (!isOfBooleans)
        return fail(ErrorCode::BadConfig, HL_NOOP("core", "%1: \"tie_projs\" is not a list of true and false, one for each group of words."),
                    {config.what()});
    for (std::size_t group = 0; group < spec.head.tiedProjections.size(); ++group)
        spec.head.tiedProjections[group] = group < list.size() && list[group].get<bool>();
    return {};
}

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore&)
{
    SpecReader read(config);
    ModelSpec spec;
    StackSpec stack;
    spec.family = "transfo-xl";
    spec.dModel = read.integer("d_model", 1, limits::hidden);
    AttentionSpec& attention = stack.attention;
    attention.heads = read.integer("n_head", 1, limits::heads);
    attention.dHead = attention.dValue = read.integer("d_head", 1, limits::hidden);
    attention.isCausal = true;
    attention.scale = 1.0 / std::sqrt(static_cast<double>(attention.dHead));
    stack.layers = read.integer("n_layer", 1, limits::layers);
    spec.vocabulary = read.integer("vocab_size", 1, limits::tableRows);
    stack.mlp.dMlp = read.integer("d_inner", 1, 16 * limits::hidden);
    stack.mlp.activation = Activation::Relu;
    stack.normEpsilon = read.realOr("layer_norm_epsilon", 1e-30, 1.0, 1e-5);
    stack.placement = read.booleanOr("pre_lnorm", false) ? NormPlacement::Pre : NormPlacement::Post;
    stack.embeddingScale = std::sqrt(static_cast<double>(spec.dModel));
    stack.memory = read.integerOr("mem_len", 0, limits::tableRows, 1600);
    stack.positions.relative.kind = RelativeKind::Sinusoidal;
    stack.positions.relative.clamp = std::max(0, read.integerOr("clamp_len", -1, limits::tableRows, 1000));
    if (read.booleanOr("same_length", true) && stack.memory > 0)
        attention.windows.assign(static_cast<std::size_t>(stack.layers), stack.memory);
    const int width = read.integerOr("d_embed", 1, limits::hidden, spec.dModel);
    const int division = read.integerOr("div_val", 1, limits::hidden, 4);
    const int kind = read.integerOr("attn_type", 0, 100, 0);
    const int samples = read.integerOr("sample_softmax", -1, limits::tableRows, -1);
    spec.head.isTied = read.booleanOr("tie_word_embeddings", true) && read.booleanOr("tie_weight", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (kind != 0)
        return failSetting(config, "attn_type", std::to_string(kind), "0");
    if (samples > 0)
        return failSetting(config, "sample_softmax", std::to_string(samples), "-1");
    if (auto ok = into(spec.head.kind, headOf(config, HeadKind::LanguageModel, {"TransfoXLLMHeadModel"}, {"TransfoXLModel"})); !ok)
        return tl::unexpected(ok.error());
    if (spec.head.kind != HeadKind::None) {
        if (auto ok = into(spec.head.cutoffs, cutoffsOf(config)); !ok)
            return tl::unexpected(ok.error());
    }
    if (division > 1 || width != spec.dModel) {
        if (auto ok = describeProjection(config, width, division, spec, stack); !ok)
            return tl::unexpected(ok.error());
    }
    spec.decoder = stack;
    return spec;
}

void readBlock(WeightReader& read, const ModelSpec& spec, const std::string& name, BlockWeights& block)
{
    const AttentionSpec& attention = spec.decoder->attention;
    const Index d = spec.dModel;
    const Index width = Index{attention.heads} * attention.dHead;
    const std::string own = name + ".dec_attn";
    Linear* const parts[] = {&block.attention.q, &block.attention.k, &block.attention.v};
    const char* const names[] = {"q", "k", "v"};
    for (Index part = 0; part < 3; ++part)
        read.fused(*parts[part], own + ".qkv_net", d, 3 * width, consecutiveRows(part * width, width), names[part], Bias::No);
    read.linear(block.attention.positionK, own + ".r_net", d, width, Bias::No);
    // "untie_r": false keeps one vector for all layers.
    const std::vector<std::int64_t> shape{attention.heads, attention.dHead};
    const bool isOwn = read.has(own + ".r_w_bias");
    read.flat(block.attention.contentBias, isOwn ? own + ".r_w_bias" : "r_w_bias", shape);
    read.flat(block.attention.positionBias, isOwn ? own + ".r_r_bias" : "r_r_bias", shape);
    read.linear(block.attention.o, own + ".o_net", width, d, Bias::No);
    read.norm(block.ln1, own + ".layer_norm", d);
    read.linear(block.mlpIn, name + ".pos_ff.CoreNet.0", d, spec.decoder->mlp.dMlp);
    read.linear(block.mlpOut, name + ".pos_ff.CoreNet.3", spec.decoder->mlp.dMlp, d);
    read.norm(block.ln2, name + ".pos_ff.layer_norm", d);
}

std::string numbered(const char* list, int group)
{
    return std::string(list) + "." + std::to_string(group);
}

/// Tables and projections of words that are projected. With a divisor of 1 the files keep one table for all groups, which is
/// taken apart, and one projection.
void readProjectedWords(WeightReader& read, const ModelSpec& spec, Weights& weights)
{
    const StackSpec& stack = *spec.decoder;
    const WordGroups& groups = stack.groups;
    const Index d = spec.dModel;
    if (groups.isEmpty()) {
        read.matrix(weights.sourceEmbedding, "word_emb.emb_layers.0.weight", spec.vocabulary, stack.embeddingWidth);
        read.bare(weights.decoder.projection, "word_emb.emb_projs.0", stack.embeddingWidth, d);
        return;
    }
    const bool isOneTable = groups.widths.front() == groups.widths.back();
    const auto readTable = [&](Tensor& target, const char* list, int group) {
        if (isOneTable)
            read.rows(target, numbered(list, 0) + ".weight", spec.vocabulary, groups.widthOf(0), groups.firstOf(group), groups.wordsOf(group));
        else
            read.matrix(target, numbered(list, group) + ".weight", groups.wordsOf(group), groups.widthOf(group));
    };
    const bool hasHead = spec.head.kind != HeadKind::None;
    weights.groups.resize(groups.ends.size());
    for (int group = 0; group < groups.count(); ++group) {
        GroupWeights& own = weights.groups[static_cast<std::size_t>(group)];
        readTable(own.table, "word_emb.emb_layers", group);
        if (isOneTable && group > 0)
            own.projection = weights.groups.front().projection;
        else
            read.matrix(own.projection, numbered("word_emb.emb_projs", group), d, groups.widthOf(group));
        if (!hasHead)
            continue;
        weights.head.groups.push_back(own.table);
        if (!spec.head.isTied)
            readTable(weights.head.groups.back(), "crit.out_layers", group);
    }
}

/// The head of words that are projected: features of all groups side by side.
void readProjectedHead(WeightReader& read, const ModelSpec& spec, HeadWeights& head)
{
    const WordGroups& groups = spec.decoder->groups;
    const bool isOneTable = groups.isEmpty() || groups.widths.front() == groups.widths.back();
    const int count = std::max(1, groups.count());
    const auto widthOf = [&](int group) { return groups.isEmpty() ? spec.decoder->embeddingWidth : groups.widthOf(group); };
    std::vector<std::string> projections;
    std::vector<std::string> biases;
    std::vector<Index> widths;
    std::vector<Index> words;
    for (int group = 0; group < count; ++group) {
        const bool isTied = spec.head.tiedProjections[static_cast<std::size_t>(group)];
        projections.push_back(isTied ? numbered("word_emb.emb_projs", isOneTable ? 0 : group) : numbered("crit.out_projs", group));
        widths.push_back(widthOf(group));
        if (isOneTable && group > 0)
            continue;
        biases.push_back(numbered("crit.out_layers", group) + ".bias");
        words.push_back(isOneTable ? spec.vocabulary : groups.wordsOf(group));
    }
    read.sideBySide(head.transform.weight, projections, spec.dModel, widths);
    read.joined(head.bias, biases, words);
    if (groups.isEmpty() && !spec.head.isTied)
        read.matrix(head.unembedding, "crit.out_layers.0.weight", spec.vocabulary, spec.decoder->embeddingWidth);
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    const StackSpec& stack = *spec.decoder;
    const Index d = spec.dModel;
    tensors.choosePrefix({"transformer.", ""}, "word_emb.emb_layers.0.weight");
    WeightReader read(tensors);
    Weights weights;
    const bool isProjected = stack.projection != EmbeddingProjection::None;
    if (isProjected)
        readProjectedWords(read, spec, weights);
    else
        read.matrix(weights.sourceEmbedding, "word_emb.emb_layers.0.weight", spec.vocabulary, d);
    weights.decoder.blocks.resize(static_cast<std::size_t>(stack.layers));
    for (std::size_t layer = 0; layer < weights.decoder.blocks.size(); ++layer)
        readBlock(read, spec, "layers." + std::to_string(layer), weights.decoder.blocks[layer]);
    if (spec.head.kind != HeadKind::None) {
        const auto groups = static_cast<Index>(spec.head.cutoffs.size());
        if (isProjected) {
            readProjectedHead(read, spec, weights.head);
        } else {
            if (!spec.head.isTied)
                read.matrix(weights.head.unembedding, "crit.out_layers.0.weight", spec.vocabulary, d);
            read.vector(weights.head.bias, "crit.out_layers.0.bias", spec.vocabulary);
        }
        if (groups > 0) {
            read.matrix(weights.head.clusters.weight, "crit.cluster_weight", groups, stack.tokenWidth(spec.dModel));
            read.vector(weights.head.clusters.bias, "crit.cluster_bias", groups);
        }
    }
    return read.finish(std::move(weights));
}

} // namespace

const Family& transfoXlFamily()
{
    static const Family family{"transfo-xl", describe, map, {"pos_emb.inv_freq", "r_w_bias", "r_r_bias", "crit.out_layers.0.weight", "crit.out_layers.1.weight", "crit.out_layers.2.weight",
                                "crit.out_layers.3.weight", "crit.out_projs.0", "crit.out_projs.1", "crit.out_projs.2", "crit.out_projs.3"}};
    return family;
}

} // namespace hl
