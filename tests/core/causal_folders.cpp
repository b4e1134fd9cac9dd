#include "core/causal_folders.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace causalFolders {

void linear(ModelFolder& made, const std::string& name, std::int64_t in, std::int64_t out, bool hasBias)
{
    made.add(name + ".weight", {out, in});
    if (hasBias)
        made.add(name + ".bias", {out});
}

namespace {

constexpr std::int64_t d = 8;
constexpr std::int64_t wide = 12;
constexpr int layers = 2;

/// As the first GPTs store it.
void linearInOut(ModelFolder& made, const std::string& name, std::int64_t in, std::int64_t out)
{
    made.add(name + ".weight", {in, out});
    made.add(name + ".bias", {out});
}

void norm(ModelFolder& made, const std::string& name)
{
    made.add(name + ".weight", {d});
    made.add(name + ".bias", {d});
}

nlohmann::json sizes(const std::string& family)
{
    return {{"model_type", family}, {"architectures", {className(family) + "Model"}}, {"hidden_size", d}, {"num_attention_heads", 2},
            {"num_hidden_layers", layers}, {"vocab_size", 11}, {"max_position_embeddings", 12}, {"intermediate_size", wide}};
}

nlohmann::json sizesOfGpt(const std::string& family)
{
    return {{"model_type", family}, {"architectures", {className(family) + "Model"}}, {"n_embd", d}, {"n_head", 2}, {"n_layer", layers},
            {"vocab_size", 11}, {"n_positions", 12}};
}

ModelFolder gpt2()
{
    ModelFolder made;
    const ModelFolder plain = ModelFolder::gpt2();
    made.config = plain.config;
    made.config["architectures"] = {"GPT2Model"};
    for (const auto& [name, values] : plain.tensors)
        made.tensors["transformer." + name] = values;
    return made;
}

ModelFolder gpt()
{
    ModelFolder made;
    made.config = sizesOfGpt("openai-gpt");
    made.add("transformer.tokens_embed.weight", {11, d});
    made.add("transformer.positions_embed.weight", {12, d});
    for (int layer = 0; layer < layers; ++layer) {
        const std::string name = "transformer.h." + std::to_string(layer) + ".";
        linearInOut(made, name + "attn.c_attn", d, 3 * d);
        linearInOut(made, name + "attn.c_proj", d, d);
        norm(made, name + "ln_1");
        linearInOut(made, name + "mlp.c_fc", d, 4 * d);
        linearInOut(made, name + "mlp.c_proj", 4 * d, d);
        norm(made, name + "ln_2");
    }
    return made;
}

ModelFolder llamaLike(const std::string& family)
{
    ModelFolder made;
    made.config = sizes(family);
    made.config["num_key_value_heads"] = 1;
    made.config["head_dim"] = 4;
    made.add("model.embed_tokens.weight", {11, d});
    for (int layer = 0; layer < layers; ++layer) {
        const std::string name = "model.layers." + std::to_string(layer) + ".";
        const bool hasBias = family == "qwen2";
        linear(made, name + "self_attn.q_proj", d, d, hasBias);
        linear(made, name + "self_attn.k_proj", d, 4, hasBias);
        linear(made, name + "self_attn.v_proj", d, 4, hasBias);
        linear(made, name + "self_attn.o_proj", d, d, false);
        linear(made, name + "mlp.up_proj", d, wide, false);
        linear(made, name + "mlp.gate_proj", d, wide, false);
        linear(made, name + "mlp.down_proj", wide, d, false);
        made.add(name + "input_layernorm.weight", {d});
        made.add(name + "post_attention_layernorm.weight", {d});
    }
    made.add("model.norm.weight", {d});
    return made;
}

ModelFolder bloom()
{
    ModelFolder made;
    made.config = {{"model_type", "bloom"}, {"architectures", {"BloomModel"}}, {"hidden_size", d}, {"n_head", 2}, {"n_layer", layers}, {"vocab_size", 11}};
    made.add("transformer.word_embeddings.weight", {11, d});
    norm(made, "transformer.word_embeddings_layernorm");
    for (int layer = 0; layer < layers; ++layer) {
        const std::string name = "transformer.h." + std::to_string(layer) + ".";
        linear(made, name + "self_attention.query_key_value", d, 3 * d);
        linear(made, name + "self_attention.dense", d, d);
        norm(made, name + "input_layernorm");
        norm(made, name + "post_attention_layernorm");
        linear(made, name + "mlp.dense_h_to_4h", d, 4 * d);
        linear(made, name + "mlp.dense_4h_to_h", 4 * d, d);
    }
    norm(made, "transformer.ln_f");
    return made;
}

ModelFolder falcon()
{
    ModelFolder made;
    made.config = sizes("falcon");
    made.add("transformer.word_embeddings.weight", {11, d});
    for (int layer = 0; layer < layers; ++layer) {
        const std::string name = "transformer.h." + std::to_string(layer) + ".";
        linear(made, name + "self_attention.query_key_value", d, d + 2 * 4, false); // one key and value for both heads
        linear(made, name + "self_attention.dense", d, d, false);
        norm(made, name + "input_layernorm");
        linear(made, name + "mlp.dense_h_to_4h", d, 4 * d, false);
        linear(made, name + "mlp.dense_4h_to_h", 4 * d, d, false);
    }
    norm(made, "transformer.ln_f");
    return made;
}

ModelFolder gptNeo()
{
    ModelFolder made;
    made.config = {{"model_type", "gpt_neo"}, {"architectures", {"GPTNeoModel"}}, {"hidden_size", d}, {"num_heads", 2}, {"num_layers", layers},
                   {"vocab_size", 11}, {"max_position_embeddings", 12}, {"window_size", 2}};
    made.add("transformer.wte.weight", {11, d});
    made.add("transformer.wpe.weight", {12, d});
    for (int layer = 0; layer < layers; ++layer) {
        const std::string name = "transformer.h." + std::to_string(layer) + ".";
        norm(made, name + "ln_1");
        for (const char* part : {"q_proj", "k_proj", "v_proj"})
            linear(made, name + "attn.attention." + part, d, d, false);
        linear(made, name + "attn.attention.out_proj", d, d);
        norm(made, name + "ln_2");
        linear(made, name + "mlp.c_fc", d, 4 * d);
        linear(made, name + "mlp.c_proj", 4 * d, d);
    }
    norm(made, "transformer.ln_f");
    return made;
}

ModelFolder gptNeoX()
{
    ModelFolder made;
    made.config = sizes("gpt_neox");
    made.config["rotary_pct"] = 0.5;
    made.add("gpt_neox.embed_in.weight", {11, d});
    for (int layer = 0; layer < layers; ++layer) {
        const std::string name = "gpt_neox.layers." + std::to_string(layer) + ".";
        linear(made, name + "attention.query_key_value", d, 3 * d);
        linear(made, name + "attention.dense", d, d);
        norm(made, name + "input_layernorm");
        norm(made, name + "post_attention_layernorm");
        linear(made, name + "mlp.dense_h_to_4h", d, wide);
        linear(made, name + "mlp.dense_4h_to_h", wide, d);
    }
    norm(made, "gpt_neox.final_layer_norm");
    return made;
}

ModelFolder gptJ()
{
    ModelFolder made;
    made.config = sizesOfGpt("gptj");
    made.config["rotary_dim"] = 2;
    made.add("transformer.wte.weight", {11, d});
    for (int layer = 0; layer < layers; ++layer) {
        const std::string name = "transformer.h." + std::to_string(layer) + ".";
        norm(made, name + "ln_1");
        for (const char* part : {"q_proj", "k_proj", "v_proj", "out_proj"})
            linear(made, name + "attn." + part, d, d, false);
        linear(made, name + "mlp.fc_in", d, 4 * d);
        linear(made, name + "mlp.fc_out", 4 * d, d);
    }
    norm(made, "transformer.ln_f");
    return made;
}

ModelFolder opt(bool isNarrow)
{
    ModelFolder made;
    made.config = sizes("opt");
    made.config["ffn_dim"] = wide;
    const std::int64_t width = isNarrow ? 4 : d;
    const std::string root = "model.decoder.";
    if (isNarrow) {
        made.config["word_embed_proj_dim"] = width;
        made.config["do_layer_norm_before"] = false;
        linear(made, root + "project_in", width, d, false);
        linear(made, root + "project_out", d, width, false);
    }
    made.add(root + "embed_tokens.weight", {11, width});
    made.add(root + "embed_positions.weight", {14, d});
    for (int layer = 0; layer < layers; ++layer) {
        const std::string name = root + "layers." + std::to_string(layer) + ".";
        for (const char* part : {"q_proj", "k_proj", "v_proj", "out_proj"})
            linear(made, name + "self_attn." + part, d, d);
        norm(made, name + "self_attn_layer_norm");
        linear(made, name + "fc1", d, wide);
        linear(made, name + "fc2", wide, d);
        norm(made, name + "final_layer_norm");
    }
    if (!isNarrow)
        norm(made, root + "final_layer_norm");
    return made;
}

ModelFolder phi()
{
    ModelFolder made;
    made.config = sizes("phi");
    made.add("model.embed_tokens.weight", {11, d});
    for (int layer = 0; layer < layers; ++layer) {
        const std::string name = "model.layers." + std::to_string(layer) + ".";
        norm(made, name + "input_layernorm");
        for (const char* part : {"q_proj", "k_proj", "v_proj", "dense"})
            linear(made, name + "self_attn." + part, d, d);
        linear(made, name + "mlp.fc1", d, wide);
        linear(made, name + "mlp.fc2", wide, d);
    }
    norm(made, "model.final_layernorm");
    return made;
}

struct Name
{
    const char* family;
    const char* className;
    const char* tokenScores;
};

constexpr std::array<Name, 14> table{{
    {"gpt2", "GPT2", "classifier"}, {"llama", "Llama", "score"}, {"mistral", "Mistral", "score"}, {"qwen2", "Qwen2", "score"},
    {"gemma", "Gemma", "score"}, {"bloom", "Bloom", "classifier"}, {"falcon", "Falcon", "classifier"},
    {"gpt_neo", "GPTNeo", "classifier"}, {"gpt_neox", "GPTNeoX", "classifier"}, {"gptj", "GPTJ", ""}, {"opt", "OPT", ""},
    {"opt-narrow", "OPT", ""}, {"phi", "Phi", "classifier"}, {"openai-gpt", "OpenAIGPT", ""},
}};

const Name* find(const std::string& family)
{
    const auto found = std::find_if(table.begin(), table.end(), [&](const Name& name) { return family == name.family; });
    return found == table.end() ? nullptr : &*found;
}

} // namespace

const std::vector<const char*>& names()
{
    static const std::vector<const char*> all = [] {
        std::vector<const char*> list;
        for (const Name& name : table)
            list.push_back(name.family);
        return list;
    }();
    return all;
}

bool has(const std::string& family)
{
    return find(family) != nullptr;
}

ModelFolder bare(const std::string& family)
{
    if (family == "gpt2")
        return gpt2();
    if (family == "openai-gpt")
        return gpt();
    if (family == "bloom")
        return bloom();
    if (family == "falcon")
        return falcon();
    if (family == "gpt_neo")
        return gptNeo();
    if (family == "gpt_neox")
        return gptNeoX();
    if (family == "gptj")
        return gptJ();
    if (family == "opt" || family == "opt-narrow")
        return opt(family == "opt-narrow");
    return family == "phi" ? phi() : llamaLike(family);
}

std::string className(const std::string& family)
{
    const Name* name = find(family);
    return name ? name->className : "";
}

std::string tokenScores(const std::string& family)
{
    const Name* name = find(family);
    return name ? name->tokenScores : "";
}

} // namespace causalFolders
