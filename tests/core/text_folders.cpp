#include "core/text_folders.h"

#include "core/causal_folders.h"

#include <nlohmann/json.hpp>

#include <array>
#include <random>

namespace textFolders {

namespace {

constexpr std::int64_t d = 8;
constexpr std::int64_t wide = 12;
constexpr int layers = 2;

using causalFolders::linear;

void norm(ModelFolder& made, const std::string& name, std::int64_t width = d)
{
    made.add(name + ".weight", {width});
    made.add(name + ".bias", {width});
}

nlohmann::json sizes(const std::string& family)
{
    return {{"model_type", family}, {"architectures", {className(family) + "Model"}}, {"hidden_size", d}, {"num_attention_heads", 2},
            {"num_hidden_layers", layers}, {"vocab_size", 11}, {"max_position_embeddings", 12}, {"type_vocab_size", 2},
            {"intermediate_size", wide}, {"hidden_act", "gelu"}, {"layer_norm_eps", 1e-12}};
}

void feedForward(ModelFolder& made, const std::string& name)
{
    linear(made, name + "intermediate.dense", d, wide);
    linear(made, name + "output.dense", wide, d);
    norm(made, name + "output.LayerNorm");
}

/// `width` of the embedding; ELECTRA and ALBERT bring it to d themselves.
void embeddings(ModelFolder& made, const std::string& root, std::int64_t width, bool hasSegments, bool hasPositions = true)
{
    made.add(root + "embeddings.word_embeddings.weight", {11, width});
    if (hasPositions)
        made.add(root + "embeddings.position_embeddings.weight", {12, width});
    if (hasSegments)
        made.add(root + "embeddings.token_type_embeddings.weight", {2, width});
    norm(made, root + "embeddings.LayerNorm", width);
}

ModelFolder bertLike(const std::string& family)
{
    ModelFolder made;
    made.config = sizes(family);
    const std::string root = family + ".";
    const bool isNarrow = family == "electra";
    const bool isMpnet = family == "mpnet";
    if (isNarrow)
        made.config["embedding_size"] = 4;
    embeddings(made, root, isNarrow ? 4 : d, !isMpnet);
    if (isNarrow)
        linear(made, root + "embeddings_project", 4, d);
    if (isMpnet)
        made.add(root + "encoder.relative_attention_bias.weight", {32, 2});
    for (int layer = 0; layer < layers; ++layer) {
        const std::string name = root + "encoder.layer." + std::to_string(layer) + ".";
        if (isMpnet) {
            for (const char* part : {"q", "k", "v", "o"})
                linear(made, name + "attention.attn." + part, d, d);
            norm(made, name + "attention.LayerNorm");
        } else {
            for (const char* part : {"query", "key", "value"})
                linear(made, name + "attention.self." + part, d, d);
            linear(made, name + "attention.output.dense", d, d);
            norm(made, name + "attention.output.LayerNorm");
        }
        feedForward(made, name);
    }
    return made;
}

ModelFolder distilbert()
{
    ModelFolder made;
    made.config = {{"model_type", "distilbert"}, {"architectures", {"DistilBertModel"}}, {"dim", d}, {"n_heads", 2}, {"n_layers", layers},
                   {"vocab_size", 11}, {"max_position_embeddings", 12}, {"hidden_dim", wide}, {"activation", "gelu"}};
    embeddings(made, "distilbert.", d, false);
    for (int layer = 0; layer < layers; ++layer) {
        const std::string name = "distilbert.transformer.layer." + std::to_string(layer) + ".";
        for (const char* part : {"q_lin", "k_lin", "v_lin", "out_lin"})
            linear(made, name + "attention." + part, d, d);
        norm(made, name + "sa_layer_norm");
        linear(made, name + "ffn.lin1", d, wide);
        linear(made, name + "ffn.lin2", wide, d);
        norm(made, name + "output_layer_norm");
    }
    return made;
}

ModelFolder albert()
{
    ModelFolder made;
    made.config = sizes("albert");
    made.config["embedding_size"] = 4;
    embeddings(made, "albert.", 4, true);
    linear(made, "albert.encoder.embedding_hidden_mapping_in", 4, d);
    const std::string name = "albert.encoder.albert_layer_groups.0.albert_layers.0.";
    for (const char* part : {"query", "key", "value", "dense"})
        linear(made, name + "attention." + part, d, d);
    norm(made, name + "attention.LayerNorm");
    linear(made, name + "ffn", d, wide);
    linear(made, name + "ffn_output", wide, d);
    norm(made, name + "full_layer_layer_norm");
    return made;
}

ModelFolder deberta(const std::string& family)
{
    const bool isSecond = family == "deberta-v2";
    ModelFolder made;
    made.config = sizes(family);
    made.config["type_vocab_size"] = 0;
    made.config["position_biased_input"] = false;
    made.config["relative_attention"] = true;
    made.config["pos_att_type"] = {"c2p", "p2c"};
    made.config["max_relative_positions"] = 6;
    made.config["layer_norm_eps"] = 1e-7;
    embeddings(made, "deberta.", d, false, false);
    made.add("deberta.encoder.rel_embeddings.weight", {12, d});
    if (isSecond) {
        made.config["norm_rel_ebd"] = "layer_norm";
        norm(made, "deberta.encoder.LayerNorm");
    }
    for (int layer = 0; layer < layers; ++layer) {
        const std::string name = "deberta.encoder.layer." + std::to_string(layer) + ".";
        const std::string own = name + "attention.self.";
        if (isSecond) {
            for (const char* part : {"query_proj", "key_proj", "value_proj", "pos_key_proj", "pos_query_proj"})
                linear(made, own + part, d, d);
        } else {
            linear(made, own + "in_proj", d, 3 * d, false);
            made.add(own + "q_bias", {d});
            made.add(own + "v_bias", {d});
            linear(made, own + "pos_proj", d, d, false);
            linear(made, own + "pos_q_proj", d, d);
        }
        linear(made, name + "attention.output.dense", d, d);
        norm(made, name + "attention.output.LayerNorm");
        feedForward(made, name);
    }
    return made;
}

} // namespace

ModelFolder bare(const std::string& family)
{
    if (family == "distilbert")
        return distilbert();
    if (family == "albert")
        return albert();
    if (family == "deberta" || family == "deberta-v2")
        return deberta(family);
    return causalFolders::has(family) ? causalFolders::bare(family) : bertLike(family);
}

std::string className(const std::string& family)
{
    static constexpr std::array<std::pair<const char*, const char*>, 8> names{{
        {"bert", "Bert"}, {"roberta", "Roberta"}, {"distilbert", "DistilBert"}, {"albert", "Albert"}, {"electra", "Electra"},
        {"mpnet", "MPNet"}, {"deberta", "Deberta"}, {"deberta-v2", "DebertaV2"},
    }};
    for (const auto& [key, name] : names) {
        if (family == key)
            return name;
    }
    return causalFolders::className(family);
}

bool isCausal(const std::string& family)
{
    return causalFolders::has(family);
}

ModelFolder classes(const std::string& family, bool isOfTokens)
{
    ModelFolder made = bare(family);
    made.config["architectures"] = {className(family) + (isOfTokens ? "ForTokenClassification" : "ForSequenceClassification")};
    made.config["id2label"] = {{"0", "sad"}, {"1", "neither"}, {"2", "happy"}};
    if (isCausal(family)) {
        if (isOfTokens)
            linear(made, causalFolders::tokenScores(family), d, 3);
        else
            linear(made, "score", family == "opt-narrow" ? 4 : d, 3, false);
        return made;
    }
    const bool hasOwnLayer = family == "roberta" || family == "mpnet" || family == "electra";
    if (isOfTokens || !hasOwnLayer)
        linear(made, "classifier", d, 3);
    if (isOfTokens)
        return made;
    if (hasOwnLayer) {
        linear(made, "classifier.dense", d, d);
        linear(made, "classifier.out_proj", d, 3);
    } else {
        linear(made, family == "bert" ? "bert.pooler.dense" : family == "albert" ? "albert.pooler" : family == "distilbert" ? "pre_classifier" : "pooler.dense",
               d, d);
    }
    return made;
}

void randomise(ModelFolder& made, unsigned seed)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> numbers(-1.0F, 1.0F);
    for (auto& [name, values] : made.tensors) {
        for (double& number : values.numbers)
            number = static_cast<double>(numbers(random));
    }
}

} // namespace textFolders
