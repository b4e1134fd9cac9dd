#include "core/model_folder.h"

#include "core/model/safetensors.h"

#include <QtGlobal>

#include <bit>
#include <cmath>
#include <fstream>

void writeBytes(const std::filesystem::path& path, std::string_view bytes)
{
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file)
        qFatal("%s cannot be written", path.c_str());
}

void ModelFolder::add(const std::string& name, std::vector<std::int64_t> shape)
{
    Values values;
    std::size_t count = 1;
    for (const std::int64_t n : shape)
        count *= static_cast<std::size_t>(n);
    values.shape = std::move(shape);
    const auto phase = static_cast<double>(tensors.size());
    for (std::size_t i = 0; i < count; ++i)
        values.numbers.push_back(0.25 * std::round(8.0 * std::sin(1.7 * static_cast<double>(i) + phase)) / 4.0); // exact in 8 bits
    tensors[name] = std::move(values);
}

std::string ModelFolder::weightsFile() const
{
    std::vector<std::vector<std::byte>> buffers;
    std::vector<hl::TensorToWrite> list;
    buffers.reserve(tensors.size());
    for (const auto& [name, values] : tensors) {
        if (values.type == hl::StoredType::BF16) { // the upper half of a float
            auto& buffer = buffers.emplace_back();
            for (const double number : values.numbers) {
                const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(number));
                buffer.push_back(static_cast<std::byte>((bits >> 16) & 0xffU));
                buffer.push_back(static_cast<std::byte>(bits >> 24));
            }
        } else {
            buffers.push_back(hl::encode(std::span<const double>(values.numbers), values.type));
        }
        list.push_back({name, values.type, values.shape, buffers.back()});
    }
    const auto file = hl::writeSafetensors(list, {});
    if (!file)
        qFatal("%s", file.error().english().c_str());
    return {reinterpret_cast<const char*>(file->data()), file->size()};
}

void ModelFolder::write(const std::filesystem::path& folder, const std::string& configText) const
{
    std::filesystem::create_directories(folder);
    writeBytes(folder / "config.json", configText);
    writeBytes(folder / "model.safetensors", weightsFile());
}

void ModelFolder::write(const std::filesystem::path& folder) const
{
    write(folder, config.dump());
}

ModelFolder ModelFolder::gpt2()
{
    ModelFolder made;
    made.config = {{"model_type", "gpt2"}, {"architectures", {"GPT2LMHeadModel"}}, {"n_embd", 8}, {"n_head", 2}, {"n_layer", 2},
                   {"vocab_size", 11}, {"n_positions", 6}, {"n_inner", 12}, {"activation_function", "gelu_new"},
                   {"layer_norm_epsilon", 1e-5}};
    made.add("wte.weight", {11, 8});
    made.add("wpe.weight", {6, 8});
    for (int layer = 0; layer < 2; ++layer) {
        const std::string h = "h." + std::to_string(layer) + ".";
        for (const char* norm : {"ln_1", "ln_2"}) {
            made.add(h + norm + ".weight", {8});
            made.add(h + norm + ".bias", {8});
        }
        made.add(h + "attn.c_attn.weight", {8, 24});
        made.add(h + "attn.c_attn.bias", {24});
        made.add(h + "attn.c_proj.weight", {8, 8});
        made.add(h + "attn.c_proj.bias", {8});
        made.add(h + "mlp.c_fc.weight", {8, 12});
        made.add(h + "mlp.c_fc.bias", {12});
        made.add(h + "mlp.c_proj.weight", {12, 8});
        made.add(h + "mlp.c_proj.bias", {8});
    }
    made.add("ln_f.weight", {8});
    made.add("ln_f.bias", {8});
    return made;
}

ModelFolder ModelFolder::bert()
{
    ModelFolder made;
    made.config = {{"model_type", "bert"}, {"architectures", {"BertModel"}}, {"hidden_size", 8}, {"num_attention_heads", 2},
                   {"num_hidden_layers", 1}, {"vocab_size", 11}, {"max_position_embeddings", 6}, {"type_vocab_size", 2},
                   {"intermediate_size", 12}, {"hidden_act", "gelu"}, {"layer_norm_eps", 1e-12}};
    made.add("embeddings.word_embeddings.weight", {11, 8});
    made.add("embeddings.position_embeddings.weight", {6, 8});
    made.add("embeddings.token_type_embeddings.weight", {2, 8});
    const auto norm = [&](const std::string& name) {
        made.add(name + ".weight", {8});
        made.add(name + ".bias", {8});
    };
    const auto linear = [&](const std::string& name, std::int64_t in, std::int64_t out) {
        made.add(name + ".weight", {out, in});
        made.add(name + ".bias", {out});
    };
    norm("embeddings.LayerNorm");
    const std::string layer = "encoder.layer.0.";
    for (const char* part : {"query", "key", "value"})
        linear(layer + "attention.self." + part, 8, 8);
    linear(layer + "attention.output.dense", 8, 8);
    norm(layer + "attention.output.LayerNorm");
    linear(layer + "intermediate.dense", 8, 12);
    linear(layer + "output.dense", 12, 8);
    norm(layer + "output.LayerNorm");
    linear("pooler.dense", 8, 8);
    return made;
}

ModelFolder ModelFolder::of(std::string_view family)
{
    return family == "gpt2" ? gpt2() : bert();
}
