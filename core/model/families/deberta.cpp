// DeBERTa (He et al. 2020): BERT whose scores add how content fits distance and distance fits content. Query, key and value
// projections share one tensor, head by head; queries and values have a bias.
#include "core/model/families/deberta.h"

#include "core/base/limits.h"
#include "core/model/families/class_head.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace hl {

namespace {

/// "pos_att_type": a list, or the same in one string of any case: "c2p | p2c". An empty string is one term that nothing knows.
Result<std::vector<std::string>> termsOfDistance(const ConfigReader& config)
{
    if (config.has("pos_att_type") && !config.raw().at("pos_att_type").is_string())
        return config.stringsOr("pos_att_type");
    if (!config.has("pos_att_type"))
        return std::vector<std::string>{};
    const auto joined = config.string("pos_att_type");
    if (!joined)
        return tl::unexpected(joined.error());
    std::vector<std::string> terms(1);
    for (const char c : *joined) {
        if (c == '|')
            terms.emplace_back();
        else
            terms.back() += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    for (std::string& term : terms) {
        term.erase(0, std::min(term.find_first_not_of(" \t\n\v\f\r"), term.size()));
        term.erase(term.find_last_not_of(" \t\n\v\f\r") + 1);
    }
    return terms;
}

/// Which terms the scores have, and by how much they are scaled together. Terms that are not known are passed over; the first
/// version counts them nevertheless, as it counts terms that are named twice.
Result<void> describeTerms(const ConfigReader& config, TermCount termCount, StackSpec& stack)
{
    const auto terms = termsOfDistance(config);
    if (!terms)
        return tl::unexpected(terms.error());
    RelativeSpec& relative = stack.positions.relative;
    const auto has = [&](const char* term) { return std::find(terms->begin(), terms->end(), term) != terms->end(); };
    relative.hasContentToPosition = has("c2p");
    relative.hasPositionToContent = has("p2c");
    const int known = (relative.hasContentToPosition ? 1 : 0) + (relative.hasPositionToContent ? 1 : 0);
    const double count = 1.0 + (termCount == TermCount::AllListed ? static_cast<double>(terms->size()) : known);
    stack.attention.scale = 1.0 / std::sqrt(stack.attention.dHead * count);
    return {};
}

Result<ModelSpec> describe(const ConfigReader& config, const TensorStore& tensors)
{
    auto spec = describeDeberta(config, tensors, "deberta", "Deberta", TermCount::AllListed);
    if (!spec)
        return spec;
    SpecReader read(config);
    const bool hasTalkingHeads = read.booleanOr("talking_head", false);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (hasTalkingHeads)
        return failSetting(config, "talking_head", "true", "false");
    return spec;
}

void readAttention(WeightReader& read, const ModelSpec& spec, const std::string& name, AttentionWeights& weights)
{
    const AttentionSpec& attention = spec.encoder->attention;
    const RelativeSpec& relative = spec.encoder->positions.relative;
    const Index d = spec.dModel;
    Linear* const parts[] = {&weights.q, &weights.k, &weights.v};
    const char* const names[] = {"q", "k", "v"};
    for (Index part = 0; part < 3; ++part)
        read.fused(*parts[part], name + ".in_proj", d, 3 * d, interleavedRows(attention.heads, 3, part, attention.dHead),
                   names[part], Bias::No);
    read.vector(weights.q.bias, name + ".q_bias", d);
    read.vector(weights.v.bias, name + ".v_bias", d);
    if (relative.kind != RelativeKind::None && relative.hasContentToPosition)
        read.linear(weights.positionK, name + ".pos_proj", d, d, Bias::No);
    if (relative.kind != RelativeKind::None && relative.hasPositionToContent)
        read.linear(weights.positionQ, name + ".pos_q_proj", d, d);
}

Result<Weights> map(const ModelSpec& spec, TensorStore& tensors)
{
    return mapDeberta(spec, tensors, readAttention);
}

} // namespace

Result<ModelSpec> describeDeberta(const ConfigReader& config, const TensorStore& tensors, const char* family,
                                  const std::string& classPrefix, TermCount termCount)
{
    auto spec = describeBertLike(config, "DeBERTa", {.segments = 0, .epsilon = 1e-7, .hasPositionKinds = false});
    if (!spec)
        return spec;
    spec->family = family;
    StackSpec& stack = *spec->encoder;
    SpecReader read(config);
    const int positions = stack.positions.maxLength;
    if (!read.booleanOr("position_biased_input", true)) {
        stack.positions.kind = PositionKind::None;
        stack.positions.maxLength = 0;
    }
    const int width = read.integerOr("embedding_size", 1, limits::hidden, spec->dModel);
    const bool isRelative = read.booleanOr("relative_attention", false);
    const int given = read.integerOr("max_relative_positions", -1, limits::tableRows, -1);
    const bool isTied = read.booleanOr("tie_word_embeddings", true);
    const bool isLegacy = read.booleanOr("legacy", true);
    if (!read.ok())
        return tl::unexpected(read.ok().error());
    if (width != spec->dModel)
        return failSetting(config, "embedding_size", std::to_string(width), std::to_string(spec->dModel));
    if (auto ok = describeTerms(config, termCount, stack); !ok)
        return tl::unexpected(ok.error());
    RelativeSpec& relative = stack.positions.relative;
    relative.longest = given > 0 ? given : positions;
    relative.span = relative.longest;
    if (isRelative && (relative.hasContentToPosition || relative.hasPositionToContent))
        relative.kind = RelativeKind::Disentangled;
    const bool hasOldHead = tensors.has("cls.predictions.transform.dense.weight");
    if (hasOldHead && !isLegacy)
        return fail(ErrorCode::Unsupported,
                    HL_NOOP("core", "%1: \"legacy\" is false, but the head's tensors have the names that belong to true: correct the one or the other."),
                    {config.what()});
    const bool hasHead = hasOldHead || config.has("architectures");
    std::vector<std::string> ofClasses;
    for (const char* ending : {"ForSequenceClassification", "ForTokenClassification", "ForQuestionAnswering", "ForMultipleChoice"})
        ofClasses.push_back(classPrefix + ending);
    if (classPrefix == "Deberta") // the reference has no choices of the first
        ofClasses.pop_back();
    const std::string words = classPrefix + "ForMaskedLM";
    const std::string bare = classPrefix + "Model";
    const auto kind = headOf(config, hasHead ? HeadKind::MaskedWord : HeadKind::None, {words}, {bare}, {ofClasses.begin(), ofClasses.end()});
    if (!kind)
        return tl::unexpected(kind.error());
    if (*kind == HeadKind::Classes) {
        if (auto ok = describeTextClasses(config, ClassRow::Pooled, spec->head); !ok)
            return tl::unexpected(ok.error());
        spec->head.poolerActivation = read.activation("pooler_hidden_act", "gelu");
        if (!read.ok())
            return tl::unexpected(read.ok().error());
        return spec;
    }
    addMaskedWordHead(*spec, *kind, stack.mlp.activation, isTied);
    return spec;
}

Result<Weights> mapDeberta(const ModelSpec& spec, TensorStore& tensors,
                           void (*readAttention)(WeightReader&, const ModelSpec&, const std::string&, AttentionWeights&))
{
    const StackSpec& stack = *spec.encoder;
    const RelativeSpec& relative = stack.positions.relative;
    const Index d = spec.dModel;
    tensors.choosePrefix({"deberta.", ""}, "embeddings.word_embeddings.weight");
    WeightReader read(tensors);
    Weights weights;
    readBertEmbeddings(read, spec, weights);
    if (relative.kind != RelativeKind::None) {
        read.matrix(weights.encoder.relative, "encoder.rel_embeddings.weight", 2 * Index{relative.span}, d);
        if (relative.isNormed)
            read.norm(weights.encoder.relativeNorm, "encoder.LayerNorm", d);
    }
    if (stack.convolution) {
        read.filters(weights.encoder.convolution, "encoder.conv.conv", d, stack.convolution->groups, stack.convolution->kernel);
        read.norm(weights.encoder.convolutionNorm, "encoder.conv.LayerNorm", d);
    }
    weights.encoder.blocks.resize(static_cast<std::size_t>(stack.layers));
    for (std::size_t layer = 0; layer < weights.encoder.blocks.size(); ++layer) {
        BlockWeights& block = weights.encoder.blocks[layer];
        const std::string name = "encoder.layer." + std::to_string(layer);
        readAttention(read, spec, name + ".attention.self", block.attention);
        read.linear(block.attention.o, name + ".attention.output.dense", d, d);
        read.norm(block.ln1, name + ".attention.output.LayerNorm", d);
        readBertFeedForward(read, spec, name, block);
    }
    readTextClasses(read, spec, weights.head, {.pooler = "pooler.dense"});
    // The head of the first DeBERTa, which "legacy": false brings back, always takes the table of tokens.
    const std::string first = "lm_predictions.lm_head";
    if (!read.has("cls.predictions.transform.dense.weight") && read.has(first + ".dense.weight"))
        readMaskedWordHead(read, spec, weights.head, first + ".dense", first + ".LayerNorm", "embeddings.word_embeddings.weight", {first + ".bias"});
    else
        readMaskedWordHead(read, spec, weights.head, "cls.predictions.transform.dense", "cls.predictions.transform.LayerNorm",
                           "cls.predictions.decoder.weight", {"cls.predictions.bias", "cls.predictions.decoder.bias"});
    return read.finish(std::move(weights));
}

const Family& debertaFamily()
{
    static const Family family{"deberta", describe, map,
                               {"embeddings.position_ids", "cls.predictions.decoder.weight", "cls.predictions.decoder.bias",
                                "cls.predictions.bias"}};
    return family;
}

} // namespace hl
